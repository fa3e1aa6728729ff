using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox;

/// <summary>
/// Gmail, Calendar, HubSpot, the Teams connector and both sign-in services, served over HTTP on a free loopback port
/// with their state in memory. For Development, demonstrations and tests.
/// </summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource stopping;
    private readonly HttpClient http;

    private SandboxHost(
        WebApplication app,
        CancellationTokenSource stopping,
        Uri baseAddress,
        SandboxWorld world,
        SandboxFaults faults,
        TimeProvider time
    )
    {
        this.app = app;
        this.stopping = stopping;
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        BaseAddress = baseAddress;
        World = world;
        Faults = faults;
        Teams = new SandboxTeams(
            world.Teams,
            world.Keys,
            http,
            new Uri(baseAddress, $"teams/{SandboxCredentials.TenantId}/").AbsoluteUri,
            time
        );
        HubSpot = new SandboxHubSpot(http, time);
    }

    /// <summary>For example <c>http://127.0.0.1:40001/</c>.</summary>
    public Uri BaseAddress { get; }

    public SandboxWorld World { get; }

    public SandboxFaults Faults { get; }

    /// <summary>People in Teams who write to the bot.</summary>
    public SandboxTeams Teams { get; }

    /// <summary>HubSpot's webhooks to the bot.</summary>
    public SandboxHubSpot HubSpot { get; }

    public IReadOnlyDictionary<string, string?> Configuration() => SandboxConfiguration.For(BaseAddress, World.Reps);

    /// <param name="time">Rules stored times, token lives and delays alike.</param>
    public static async Task<SandboxHost> StartAsync(
        SandboxOptions options,
        TimeProvider time,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.LatencyMilliseconds);
        var world = new SandboxWorld(options, time);
        var faults = new SandboxFaults();
        var stopping = new CancellationTokenSource();

        // The empty builder, so that neither the app's settings nor the environment reach in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "sandbox" });
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, 0);
            });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        var app = builder.Build();
        var runner = new OperationRunner(world.Calls, faults, TimeSpan.FromMilliseconds(options.LatencyMilliseconds), time, stopping.Token);
        foreach (var operation in SandboxOperations.All(world, faults, time))
            app.MapMethods(operation.Route, [operation.Method], context => runner.RunAsync(context, operation));
        var google = new GoogleWire(world.Google);
        var hubSpot = new HubSpotWire(world.HubSpotGrants);
        app.Map("/{**path}", context => runner.RunAsync(context, Unknown(context, google, hubSpot)));

        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new SandboxHost(app, stopping, new Uri(address), world, faults, time);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        http.Dispose();
        stopping.Dispose();
        World.Dispose();
    }

    private static SandboxOperation Unknown(HttpContext context, VendorWire google, VendorWire hubSpot)
    {
        var vendor = context.Request.Path.StartsWithSegments("/hubspot") ? hubSpot : google;
        return new SandboxOperation(
            "unknown",
            context.Request.Method,
            "/",
            false,
            vendor,
            _ => vendor.Failure(StatusCodes.Status404NotFound)
        );
    }
}
