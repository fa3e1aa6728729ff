using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Drafting.Agents;

/// <summary>The writer as the product registers it, its model on the wire, its counter in a database file.</summary>
internal sealed class AgentsUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly bool ownsServer = true;

    private AgentsUnderTest(ModelServer server, SqliteUnderTest storage, (string Key, string Value)[] settings)
    {
        (Server, Storage) = (server, storage);
        var all = server.Settings;
        foreach (var (key, value) in settings)
            all[$"Drafting:{key}"] = value;
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton(storage.Records)
            .AddSingleton<SystemAudit>()
            .AddDrafting(new ConfigurationBuilder().AddInMemoryCollection(all).Build())
            .BuildServiceProvider();
    }

    /// <summary>Another instance on the same model and the same file.</summary>
    private AgentsUnderTest(AgentsUnderTest first, (string Key, string Value)[] settings)
        : this(first.Server, first.Storage.OpenAgain(), settings) => ownsServer = false;

    public ModelServer Server { get; }

    public SqliteUnderTest Storage { get; }

    public LogLines Log { get; } = new();

    public FakeTimeProvider Time => Storage.Time;

    public IMessageWriter Writer => services.GetRequiredService<IMessageWriter>();

    public SystemAudit Audit => services.GetRequiredService<SystemAudit>();

    public static async Task<AgentsUnderTest> StartAsync(params (string Key, string Value)[] settings) =>
        new(await ModelServer.StartAsync(), new SqliteUnderTest(), settings);

    public AgentsUnderTest StartAnother(params (string Key, string Value)[] settings) => new(this, settings);

    public Task<WrittenMessage> WriteAsync(MessageBrief? brief = null) =>
        Writer.WriteAsync(brief ?? SomeDraft.Brief, TestContext.Current.CancellationToken);

    /// <summary>Everything the model was asked since the last look.</summary>
    public IReadOnlyList<ModelRequest> Asked()
    {
        var asked = new List<ModelRequest>();
        while (Server.Requests.Reader.TryRead(out var request))
            asked.Add(request);
        return asked;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (ownsServer)
            await Server.DisposeAsync();
        await Storage.DisposeAsync();
        Log.Dispose();
    }

    internal sealed class LogLines : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
