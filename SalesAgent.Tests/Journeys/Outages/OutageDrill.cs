using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Records;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>
/// The whole app with the patience and the pauses of production, and a clock on which hours pass as soon as nothing is left to do.
/// </summary>
internal sealed class OutageDrill : IAsyncDisposable
{
    /// <summary>Real time; only a hang gets there.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly VendorGate gate;

    private OutageDrill(RunningAgent agent, PassingClock clock, VendorGate gate) => (Agent, Clock, this.gate) = (agent, clock, gate);

    public RunningAgent Agent { get; }

    public PassingClock Clock { get; }

    public IWorkQueue Queue => Agent.Get<IWorkQueue>();

    /// <param name="behindGate">The vendor whose connections can be refused: gmail, calendar, hubspot.</param>
    public static async Task<OutageDrill> StartAsync(
        string? behindGate = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        bool sandboxOutlives = false
    )
    {
        var clock = new PassingClock();
        var gate = new VendorGate();
        var all = new Dictionary<string, string?>();
        foreach (var (at, pause) in new[] { "00:00:01", "00:00:05", "00:00:30", "00:02:00", "00:10:00", "00:30:00", "01:00:00" }.Index())
            all[$"Work:Delays:{at}"] = pause;
        var (key, path) = behindGate switch
        {
            "gmail" => ("Google:Gmail:BaseUri", ""),
            "calendar" => ("Google:Calendar:BaseUri", "calendar/v3/"),
            "hubspot" => ("HubSpot:BaseUri", "hubspot/"),
            _ => (null, ""),
        };
        if (key is not null)
            all[key] = new Uri(gate.Address, path).AbsoluteUri;
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
            all[name] = value;

        var agent = await RunningAgent.StartAsync(all, time: clock, sandboxOutlives: sandboxOutlives);
        gate.LeadTo(agent.Sandbox.BaseAddress);
        return new OutageDrill(agent, clock, gate);
    }

    public void Begin(string vendor, string kind)
    {
        Fault? fault = kind switch
        {
            "503" => new Fault.Status(503),
            "429 with pause" => new Fault.Status(429, TimeSpan.FromSeconds(20)),
            "429" => new Fault.Status(429, Body: "{}"),
            "hang" => new Fault.Delay(TimeSpan.FromHours(10)),
            "garbage" => new Fault.Garbage(GarbageKind.Html),
            // A connector address is signed into each activity, so its connections are cut instead of refused.
            "refused" when vendor is "teams" => new Fault.Drop(AfterWrite: false),
            "refused" => null,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No outage of that kind."),
        };
        if (fault is null)
            gate.Close();
        else
            Agent.Faults.Set($"{vendor}.*", fault);
    }

    public void End()
    {
        Agent.Faults.Clear();
        gate.Open();
    }

    /// <summary>Lets time pass, from one piece of work to the next, until a condition holds.</summary>
    public async Task<LeadState> UntilAsync(LeadId lead, Func<LeadState, bool> enough, TimeSpan? longest = null)
    {
        var (began, until) = (TimeProvider.System.GetTimestamp(), Clock.GetUtcNow() + (longest ?? TimeSpan.FromHours(8)));
        LeadState? state = null;
        while (TimeProvider.System.GetElapsedTime(began) < Limit)
        {
            state = await Agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None);
            if (state is not null && enough(state))
                return state;
            if (!await PassAsync(until) && Clock.GetUtcNow() >= until)
                break;
        }

        throw new TimeoutException(
            $"Lead {lead} did not get there: {state?.Run} {state?.Review} {string.Join(", ", await Queue.ListAsync(20, CancellationToken.None))}"
        );
    }

    /// <summary>Until no work is left.</summary>
    public async Task RestAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await Queue.CountAsync(CancellationToken.None) > 0)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
                throw new TimeoutException(string.Join(", ", await Queue.ListAsync(20, CancellationToken.None)));
            await PassAsync(Clock.GetUtcNow() + TimeSpan.FromHours(2));
        }
    }

    public async Task PassAsync(TimeSpan by)
    {
        var (began, until) = (TimeProvider.System.GetTimestamp(), Clock.GetUtcNow() + by);
        while (Clock.GetUtcNow() < until && TimeProvider.System.GetElapsedTime(began) < Limit)
            await PassAsync(until);
        Clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(until, "the outage was cut short");
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await gate.DisposeAsync();
    }

    /// <summary>Nothing but real time passes while work is under way, except during an outage, where it mostly waits.</summary>
    private async Task<bool> PassAsync(DateTimeOffset until)
    {
        var items = await Queue.ListAsync(50, CancellationToken.None);
        var now = Clock.GetUtcNow();
        if (items.Any(item => item.IsLeased && item.VisibleAt > now))
        {
            await Task.Delay(Glance);
            if (Agent.Faults.Current.Count > 0)
                Clock.Pass(TimeSpan.FromMilliseconds(Agent.Faults.Current.Any(rule => rule.Fault is Fault.Delay) ? 400 : 100));
            return true;
        }

        var next = items.Count == 0 ? now + TimeSpan.FromSeconds(30) : items.Min(item => item.VisibleAt);
        var step = (next < until ? next : until) - now;
        if (step > TimeSpan.Zero)
            Clock.Pass(step);
        await Task.Delay(Glance);
        return step > TimeSpan.Zero;
    }
}
