using Serilog.Core;
using Serilog.Events;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// Lets through a few lines a minute of each kind that a stranger can cause, and says in the next one how many were left out: a disk must
/// not fill because somebody sends forged requests. The kinds are message templates, which are ours, so there is no more of them than
/// source code.
/// </summary>
internal sealed class BoundedLines(TimeProvider time) : ILogEventFilter
{
    public const int MostInAMinute = 20;

    /// <summary>Where lines are written before it is known who sent a request. Below it the server itself.</summary>
    private static readonly string[] BeforeProof = ["SalesAgent.Bot.Protocol", "SalesAgent.Bot.Webhooks", "Microsoft.AspNetCore"];

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Kind> kinds = new(StringComparer.Ordinal);

    public bool IsEnabled(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning || !IsBeforeProof(logEvent))
            return true;

        lock (gate)
        {
            var now = time.GetTimestamp();
            if (!kinds.TryGetValue(logEvent.MessageTemplate.Text, out var kind))
                kinds[logEvent.MessageTemplate.Text] = kind = new Kind { Began = now };
            if (time.GetElapsedTime(kind.Began, now) >= Minute)
            {
                if (kind.LeftOut > 0)
                    logEvent.AddOrUpdateProperty(new LogEventProperty("LeftOut", new ScalarValue(kind.LeftOut)));
                (kind.Began, kind.Let, kind.LeftOut) = (now, 0, 0);
            }

            if (kind.Let >= MostInAMinute)
            {
                kind.LeftOut++;
                return false;
            }

            kind.Let++;
            return true;
        }
    }

    private static bool IsBeforeProof(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var value)
        && value is ScalarValue { Value: string source }
        && Array.Exists(BeforeProof, prefix => source.StartsWith(prefix, StringComparison.Ordinal));

    private sealed class Kind
    {
        public long Began { get; set; }

        public int Let { get; set; }

        public int LeftOut { get; set; }
    }
}
