using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Operations;
using SalesAgent.Bot.Operations.Door;
using SalesAgent.Bot.Operations.Operators;
using SalesAgent.Bot.Operations.Settings;
using SalesAgent.Bot.Operations.Telemetry;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Core;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Secrets.Keys;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace SalesAgent.Bot;

/// <summary>The composition root: one running instance, with what stands in for the vendors when that is on.</summary>
internal sealed class SalesAgentApp : IAsyncDisposable
{
    /// <summary>Where Bot Framework apps listen unless told otherwise.</summary>
    public const string DefaultUrl = "http://localhost:3978";

    private readonly IStandIn? standIn;

    private SalesAgentApp(WebApplication web, IStandIn? standIn)
    {
        Web = web;
        this.standIn = standIn;
    }

    public WebApplication Web { get; }

    public IServiceProvider Services => Web.Services;

    /// <summary>Where it listens; known once it has started.</summary>
    public Uri Address =>
        new(
            Web.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
                .Replace("[::]", "localhost", StringComparison.Ordinal)
                .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
        );

    public Uri Messages => new(Address, "/api/messages");

    /// <exception cref="InvalidOperationException">The sandbox is on outside Development, or there is none.</exception>
    public static async Task<SalesAgentApp> BuildAsync(AppSetup setup, CancellationToken cancellationToken = default)
    {
        LookAtSettingsFilesNowAndThen();
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = setup.Arguments, EnvironmentName = setup.Environment }
        );
        builder.Configuration.AddInMemoryCollection(setup.Settings);
        var unreadable = UnreadableSettings.In(builder.Configuration);
        var standIn = await StartStandInAsync(builder, setup, cancellationToken);
        try
        {
            builder.WebHost.ConfigureKestrel(ServerLimits.Apply);
            if (
                string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])
                && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()
            )
            {
                builder.WebHost.UseUrls(DefaultUrl);
            }

            builder.Services.AddSingleton(setup.Time);
            builder.Services.AddSingleton(unreadable);
            builder.AddSalesAgent();
            // Not as Serilog's static logger: instances beside one another would write into the newest one's log, and into none once one
            // has ended.
            builder.Services.AddSerilog(logging => Logging(logging, builder, setup), preserveStaticLogger: true);
            setup.Services?.Invoke(builder.Services);

            return new SalesAgentApp(builder.Build(), standIn);
        }
        catch
        {
            if (standIn is not null)
                await standIn.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="OptionsValidationException">The configuration cannot be used; every problem is named, not only the
    /// first.</exception>
    /// <exception cref="StorageUnavailableException">The storage cannot be used; the message says why.</exception>
    public async Task<SalesAgentApp> StartAsync(CancellationToken cancellationToken = default)
    {
        if (ConfigurationProblems.In(Services) is { Count: > 0 } problems)
            throw new OptionsValidationException("configuration", typeof(SalesAgentApp), problems);

        KeyFiles.TellOfReadable(Services);

        // Opened here and not by whoever needs it first: that is a hosted service, and the host writes a stack trace about those.
        Services.GetRequiredService<IRecordStore>();
        await Services.GetRequiredService<StoreKeys>().OpenAsync(cancellationToken);
        await Services.GetRequiredService<SettingsTrail>().RecordAsync(cancellationToken);
        Web.UseKnownProxies();
        Web.UseRequestDeadline();
        Web.UseCorrelation();
        Web.UseRateLimits();
        Web.UseRefusedRequests();
        Web.UseOperatorKey();
        Web.MapSalesAgent();
        await Web.StartAsync(cancellationToken);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await Web.StopAsync();
        await Web.DisposeAsync();
        if (standIn is not null)
            await standIn.DisposeAsync();
    }

    /// <summary>
    /// Every four seconds. The watcher that is used otherwise hears of each write anywhere under the content root, where the storage file
    /// lies by default: a twentieth of the processor time of a lead went there.
    /// </summary>
    private static void LookAtSettingsFilesNowAndThen()
    {
        const string Setting = "DOTNET_USE_POLLING_FILE_WATCHER";
        if (Environment.GetEnvironmentVariable(Setting) is null)
            Environment.SetEnvironmentVariable(Setting, "true");
    }

    private static async Task<IStandIn?> StartStandInAsync(
        WebApplicationBuilder builder,
        AppSetup setup,
        CancellationToken cancellationToken
    )
    {
        if (!builder.Configuration.GetValue("Sandbox:Enabled", false))
            return null;
        if (!builder.Environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                "Sandbox:Enabled is true outside Development: the sandbox stands in for Gmail, Calendar, HubSpot and Teams and is not for real leads. Set it to false."
            );
        }

        if (setup.StandIn is not { } standIn)
        {
            throw new InvalidOperationException(
                "Sandbox:Enabled is true, and this host brings no sandbox: set it to false, or start the bot by its command line."
            );
        }

        // Before what the caller set, so that a test or a demo can still change one of these.
        var wanted = await standIn.StartAsync(builder.Configuration, setup.Time, cancellationToken);
        var given = new Dictionary<string, string?>(wanted, StringComparer.OrdinalIgnoreCase)
        {
            [nameof(InstallationOptions.SecretKey)] = builder.Configuration[nameof(InstallationOptions.SecretKey)] is { Length: > 0 } own
                ? own
                : InstallationOptions.DevelopmentSecretKey,
        };
        foreach (var (key, value) in setup.Settings)
            given[key] = value;
        builder.Configuration.AddInMemoryCollection(given);
        return standIn;
    }

    private static void Logging(LoggerConfiguration logging, WebApplicationBuilder builder, AppSetup setup)
    {
        var shown = setup.QuietBelow ?? LogEventLevel.Information;
        logging
            .MinimumLevel.Is(setup.LogSink is null ? shown : LogEventLevel.Debug)
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .Enrich.With<WithoutRequestPath>()
            .Filter.With(new BoundedLines(setup.Time));
        if (setup.LogSink is { } sink)
            logging.WriteTo.Sink(sink);

        LogEventLevel? toError = setup.LogsToStandardError ? LogEventLevel.Verbose : null;
        if (builder.Environment.IsDevelopment())
        {
            logging.WriteTo.Console(
                shown,
                "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                System.Globalization.CultureInfo.InvariantCulture,
                standardErrorFromLevel: toError
            );
        }
        else
        {
            logging.WriteTo.Console(new CompactJsonFormatter(), shown, standardErrorFromLevel: toError);
        }
    }
}

/// <summary>What the app is made of.</summary>
internal static class SalesAgentComposition
{
    public static void AddSalesAgent(this WebApplicationBuilder builder)
    {
        builder.Services.AddSalesAgentCore(builder.Configuration);
        builder.Services.AddBotProtocol(builder.Configuration, builder.Environment);
        builder.Services.AddHubSpotWebhooks(builder.Configuration);
        builder.Services.AddTeams();
        builder.Services.AddSingleton<IValidateOptions<WorkOptions>, ClaimLength>();
        builder.Services.AddSingleton<GoogleReach>();
        builder.Services.AddSingleton<GrantedScopes>();
        builder.Services.AddSingleton<SettingsTrail>();
        builder.Services.AddSingleton(static provider =>
            OperatorKeys.From(
                provider.GetRequiredService<IConfiguration>(),
                provider.GetRequiredService<IHostEnvironment>(),
                out var problems
            ) ?? throw new OptionsValidationException(OperatorKeyOptions.Section, typeof(OperatorKeyOptions), problems)
        );
        builder.Services.AddRateLimits(builder.Configuration);
        builder.Services.AddKnownProxies();
        builder.Services.AddSingleton<System.Diagnostics.DistributedContextPropagator, OwnTraces>();
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddSingleton<ConnectorStatus>();
        builder.Services.Configure<HostOptions>(host =>
        {
            // Side by side: what is answered and what is worked on wait for nobody of the other kind, and both together end before a
            // container is killed.
            host.ServicesStopConcurrently = true;
            host.ShutdownTimeout = WorkOptions.LongestStop(
                builder.Configuration.GetSection(WorkOptions.Section)[nameof(WorkOptions.DrainSeconds)]
            );
        });
    }

    public static void MapSalesAgent(this WebApplication web)
    {
        web.MapBotEndpoint();
        web.MapHubSpotWebhooks();
        web.MapGoogleCallback();
        web.MapOperations();
        web.MapWorkflows();
    }
}
