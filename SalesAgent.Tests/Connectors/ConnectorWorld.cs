using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.HubSpot;

namespace SalesAgent.Tests.Connectors;

/// <summary>The connectors as the product registers them, with the scripted wire in the vendors' place.</summary>
public abstract class ConnectorWorld : IAsyncLifetime
{
    protected const string Rep = "rep@sales.test";

    /// <summary>Answered for the rep from the start: each conversation is read with the addresses that mean the mailbox.</summary>
    protected const string SendAs = "GET /g/gmail/v1/users/rep%40sales.test/settings/sendAs";

    private ServiceProvider? services;

    private protected ScriptedWire Wire { get; private set; } = null!;

    protected static CancellationToken Now => TestContext.Current.CancellationToken;

    private protected GmailClient Gmail => Services.GetRequiredService<GmailClient>();

    private protected CalendarClient Calendar => Services.GetRequiredService<CalendarClient>();

    private protected HubSpotClient HubSpot => Services.GetRequiredService<HubSpotClient>();

    protected Dictionary<string, string?> Settings { get; } = [];

    protected ServiceProvider Services => services ??= Build();

    public async ValueTask InitializeAsync()
    {
        Wire = await ScriptedWire.StartAsync();
        Settings["Google:Gmail:BaseUri"] = Wire.Address + "g";
        Settings["Google:Calendar:BaseUri"] = Wire.Address + "c/";
        Settings["Google:DevelopmentAccessToken"] = "google-token";
        Settings["HubSpot:BaseUri"] = Wire.Address + "h";
        Settings["HubSpot:AccessToken"] = "hubspot-token";
        Settings["Connectors:RetryDelay"] = "00:00:00.001";
        Wire.On(
            SendAs,
            """{"sendAs":[{"sendAsEmail":"rep@sales.test","isPrimary":true},{"sendAsEmail":"rita@sales.test","verificationStatus":"accepted"}]}"""
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        await Wire.DisposeAsync();
        Wire.Unexpected.ShouldBeEmpty();
        GC.SuppressFinalize(this);
    }

    /// <summary>As after a start: nothing is remembered.</summary>
    protected async Task AnewAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        services = null;
    }

    protected virtual void Register(IServiceCollection more) { }

    private ServiceProvider Build()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Development });
        Register(collection);
        collection.AddConnectors(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
        return collection.BuildServiceProvider(validateScopes: true);
    }
}
