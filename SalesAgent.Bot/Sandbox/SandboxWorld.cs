using SalesAgent.Bot.Sandbox.Calendar;
using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;
using SalesAgent.Bot.Sandbox.Login;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox;

/// <summary>Everything the vendors know, in memory; safe to read and change from any thread while requests run.</summary>
internal sealed class SandboxWorld : IDisposable
{
    public SandboxWorld(SandboxOptions options, TimeProvider time)
    {
        Reps = SamplePeople.Reps;
        Gmail = new GmailWorld(Reps, time);
        Calendar = new CalendarWorld(Reps, time);
        HubSpot = new HubSpotPortal(SamplePeople.Owners, time, options.HubSpotIndexDelay);
        HubSpotGrants = new HubSpotGrants(time);
        Teams = new TeamsTenant(Reps, time);
        Google = new GoogleAccounts(Reps, time);
        Keys = new SandboxKeys(time);
        if (options.Seed)
            SampleData.At(time.GetUtcNow()).Fill(this);
    }

    /// <summary>The people of the sandbox company; the first is the one the development token speaks for.</summary>
    public IReadOnlyList<SandboxRep> Reps { get; }

    public GmailWorld Gmail { get; }

    public CalendarWorld Calendar { get; }

    public HubSpotPortal HubSpot { get; }

    public HubSpotGrants HubSpotGrants { get; }

    public TeamsTenant Teams { get; }

    public GoogleAccounts Google { get; }

    public SandboxKeys Keys { get; }

    public CallLedger Calls { get; } = new();

    public void Dispose() => Keys.Dispose();
}
