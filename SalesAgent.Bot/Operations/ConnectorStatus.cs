using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Operations;

/// <summary>Asks each connector for something small and says how it went. An answer is kept for a minute.</summary>
internal sealed class ConnectorStatus(GmailClient gmail, CalendarClient calendar, HubSpotClient hubSpot, RepDirectory reps, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1);
    private (DateTimeOffset At, IReadOnlyList<ConnectorState> States)? kept;

    public async Task<IReadOnlyList<ConnectorState>> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (kept is { } last && time.GetUtcNow() - last.At < KeptFor) return last.States;

            var mailbox = reps.Default.Email;
            IReadOnlyList<ConnectorState> states = await Task.WhenAll(
                ProbeAsync("gmail", () => gmail.ProfileAsync(mailbox, cancellationToken)),
                ProbeAsync("calendar", () => calendar.TimeZoneAsync(mailbox, cancellationToken)),
                ProbeAsync("hubspot", () => hubSpot.ProbeAsync(cancellationToken)));
            kept = (time.GetUtcNow(), states);
            return states;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<ConnectorState> ProbeAsync(string name, Func<Task> probe)
    {
        var began = time.GetTimestamp();
        try
        {
            await probe();
            var took = time.GetElapsedTime(began);
            return new ConnectorState(name, took > Slow ? ConnectorState.Degraded : ConnectorState.Healthy, (long)took.TotalMilliseconds, null, took > Slow ? "It answers slowly." : null);
        }
        catch (ConnectorException failure)
        {
            var (status, whatToDo) = failure.Kind switch
            {
                FailureKind.RateLimited => (ConnectorState.Degraded, "It asks for fewer calls; wait."),
                FailureKind.Unauthorised => (ConnectorState.Unhealthy, "Check the account, its token and its scopes."),
                FailureKind.Refused => (ConnectorState.Unhealthy, "Check the configuration: the call is not accepted."),
                _ => (ConnectorState.Unhealthy, "It does not answer as it should; look at the provider's status page."),
            };
            return new ConnectorState(name, status, (long)time.GetElapsedTime(began).TotalMilliseconds, failure.Kind.ToString(), whatToDo);
        }
    }
}
