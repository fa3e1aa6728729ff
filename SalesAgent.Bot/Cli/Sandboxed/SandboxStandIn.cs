extern alias sandbox;

using sandbox::SalesAgent.Bot.Sandbox;

namespace SalesAgent.Bot.Cli;

/// <summary>The sandbox, in the place of Gmail, Calendar, HubSpot and Teams.</summary>
internal sealed class SandboxStandIn : IStandIn
{
    private SandboxHost? host;

    /// <exception cref="InvalidOperationException">It was not started: <c>Sandbox:Enabled</c> is not true.</exception>
    public SandboxHost Host => host ?? throw new InvalidOperationException("The sandbox does not run: Sandbox:Enabled is not true.");

    public async Task<IReadOnlyDictionary<string, string?>> StartAsync(
        IConfiguration configuration,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        host = await SandboxHost.StartAsync(SandboxOptions.In(configuration), time, cancellationToken);
        return host.Configuration();
    }

    public ValueTask DisposeAsync() => host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
