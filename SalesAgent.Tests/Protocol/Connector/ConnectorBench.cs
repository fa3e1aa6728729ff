using System.Collections.Concurrent;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Protocol.Outbound;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Protocol.Connector;

/// <summary>The way out as it is registered, between a connector and a login authority on the wire.</summary>
internal sealed class ConnectorBench : IAsyncDisposable
{
    private readonly ServiceProvider provider;

    private ConnectorBench(ConnectorServer server, LoginServer login, ServiceProvider provider, ConcurrentQueue<string> logged)
    {
        (Server, Login, this.provider, Logged) = (server, login, provider, logged);
        Reference = ReferenceTo(server.ServiceUrl);
    }

    public ConnectorServer Server { get; }

    public LoginServer Login { get; }

    public ConcurrentQueue<string> Logged { get; }

    public ConversationReference Reference { get; }

    public TeamsPosts Posts => provider.GetRequiredService<TeamsPosts>();

    public TeamsConnectors Connectors => provider.GetRequiredService<TeamsConnectors>();

    public CloudAdapter Adapter => provider.GetRequiredService<CloudAdapter>();

    public static async Task<ConnectorBench> StartAsync(TimeProvider? time = null, Action<BotOptions>? configure = null)
    {
        var (server, login) = (await ConnectorServer.StartAsync(), await LoginServer.StartAsync());
        var bot = new BotOptions
        {
            MicrosoftAppId = "2f1b2a3c-0000-4000-8000-000000000001",
            MicrosoftAppPassword = "secret",
            MicrosoftAppTenantId = "tenant-1",
            LoginAuthority = login.Authority,
        };
        configure?.Invoke(bot);

        var logged = new ConcurrentQueue<string>();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(logged)));
        services.AddBotProtocol(new ConfigurationBuilder().Build(), new Development());
        services.AddSingleton(Options.Create(bot)).AddSingleton<TeamsPosts>().AddSingleton<ServiceUrls>();
        services.AddSingleton<SqliteUnderTest>().AddSingleton<IRecordStore>(found => found.GetRequiredService<SqliteUnderTest>().Records);
        if (time is not null)
            services.Replace(ServiceDescriptor.Singleton(time));
        return new(server, login, services.BuildServiceProvider(), logged);
    }

    public static ConversationReference ReferenceTo(string serviceUrl, string conversation = "19:abc@thread.tacv2;messageid=17") =>
        new()
        {
            ChannelId = "msteams",
            ServiceUrl = serviceUrl,
            Bot = new ChannelAccount { Id = "28:bot", Name = "SalesAgent" },
            Conversation = new ConversationAccount { Id = conversation },
        };

    /// <summary>The SDK's client for the connector here.</summary>
    public async Task<Conversations> ConversationsAsync() =>
        (Conversations)(await Connectors.CreateAsync(Server.ServiceUrl, "", CancellationToken.None)).Conversations;

    public Task<string?> SendAsync(ConversationReference? to = null) =>
        Posts.SendAsync(to ?? Reference, Said.Text("hello"), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        await Server.DisposeAsync();
        await Login.DisposeAsync();
    }
}
