namespace SalesAgent.Bot;

/// <summary>How one instance of the app is put together; the defaults are those of a server.</summary>
internal sealed record AppSetup
{
    /// <summary>Host arguments, such as <c>--urls</c>.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Null: what the environment variables say, else Production.</summary>
    public string? Environment { get; init; }

    /// <summary>Wins over files and environment variables.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Logs go to stderr, so that stdout carries a command's answer and nothing else.</summary>
    public bool LogsToStandardError { get; init; }

    /// <summary>Null: as configured.</summary>
    public Serilog.Events.LogEventLevel? QuietBelow { get; init; }

    /// <summary>Hears every log event of ours from Debug on, whatever the console shows; for tests.</summary>
    public Serilog.Core.ILogEventSink? LogSink { get; init; }

    /// <summary>Takes the vendors' place when <c>Sandbox:Enabled</c> is on; null: nothing can.</summary>
    public IStandIn? StandIn { get; init; }

    /// <summary>Last word on the services, for tests.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
