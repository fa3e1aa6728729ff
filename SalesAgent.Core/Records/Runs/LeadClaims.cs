using Microsoft.Extensions.Options;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;

namespace SalesAgent.Core.Records.Runs;

/// <summary>
/// Who has a lead to itself, and for how long still. A claim is not measured by the time written in it, which came from a clock that may be
/// wrong, but by how long we have seen it unchanged: as long as it lasts, counted by the time that passed here. Only of an instance that is
/// proven to be dead nothing is waited for, but what it may have sent in its last moment.
/// </summary>
public sealed class LeadClaims(Instances instances, IOptions<WorkOptions> work, TimeProvider time)
{
    /// <summary>Whoever waits for a claim looks again so soon: its holder may have ended, or died.</summary>
    public static readonly TimeSpan LooksEach = TimeSpan.FromSeconds(5);

    /// <summary>A request that left with its sender's last breath has been carried out by then, or hardly ever is.</summary>
    public static readonly TimeSpan LastBreath = TimeSpan.FromSeconds(2);

    /// <summary>So many claims are remembered. The oldest goes first: should it be seen again, it is waited for from then on.</summary>
    internal const int MostSeen = 4096;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Longer than any claim or wait, so that none is forgotten while it lasts.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1.5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Sighting>> seen = new(StringComparer.Ordinal);

    /// <summary>As <see cref="seen"/>, the oldest first.</summary>
    private readonly LinkedList<Sighting> byAge = new();

    /// <summary>How long a claim lasts that is taken here.</summary>
    public TimeSpan Length => work.Value.Claim;

    /// <summary>Whose claims are taken here.</summary>
    public string Instance => instances.Id;

    /// <summary>How many claims are remembered.</summary>
    internal int Seen
    {
        get
        {
            lock (gate)
                return seen.Count;
        }
    }

    /// <summary>A claim from now on, or one that is prolonged. Commit it next.</summary>
    /// <param name="about">What is claimed; one of the functions below names it.</param>
    public LeadClaim Take(string about, string worker)
    {
        var claim = new LeadClaim(worker, time.GetUtcNow() + Length, instances.Id, (int)Length.TotalSeconds);
        Keep(Sighting.Of(about, claim, time.GetTimestamp()));
        return claim;
    }

    /// <summary>Nobody claims it any more.</summary>
    public void Release(string about)
    {
        lock (gate)
            Drop(about);
    }

    /// <summary>How long somebody else still has it; zero or less when nobody does.</summary>
    /// <param name="writes">Whether its holder may have had a write under way whose repetition nobody would recognise.</param>
    public TimeSpan LeftOf(string about, LeadClaim? claim, bool writes)
    {
        if (claim is null)
        {
            Release(about);
            return TimeSpan.Zero;
        }

        var now = time.GetTimestamp();
        if (Find(about) is not { } known || !known.Shows(claim))
            Keep(known = Sighting.Of(about, claim, now));
        var left = LengthOf(claim) - time.GetElapsedTime(known.Since, now);
        if (!instances.IsDead(claim.Instance))
            return left;
        if (!writes)
            return TimeSpan.Zero;

        if (known.DeadSince is null)
            Keep(known = known with { DeadSince = now });
        var breath = LastBreath - time.GetElapsedTime(known.DeadSince!.Value, now);
        return breath < left ? breath : left;
    }

    /// <summary>Whether its holder is proven to be dead.</summary>
    public bool IsDead(LeadClaim? claim) => instances.IsDead(claim?.Instance);

    /// <summary>
    /// How much is left of a wait that began when this process first asked about it; <see cref="Release"/> has it begin anew. Counted by
    /// the time that passed here, so a process that was started since waits all of it.
    /// </summary>
    public TimeSpan LeftOfWait(string about, TimeSpan length)
    {
        var now = time.GetTimestamp();
        if (Find(about) is not { } known)
            Keep(known = new Sighting(about, "", default, now));
        return length - time.GetElapsedTime(known.Since, now);
    }

    public static string Run(string lead) => $"run {lead}";

    public static string Decision(string lead) => $"decision {lead}";

    public static string Cards(string lead) => $"cards {lead}";

    public static string Holds(string lead) => $"holds {lead}";

    public static string Orphans(string lead) => $"orphans {lead}";

    private TimeSpan LengthOf(LeadClaim claim)
    {
        var length = claim.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Length;
        return length < Longest ? length : Longest;
    }

    private Sighting? Find(string about)
    {
        lock (gate)
            return seen.TryGetValue(about, out var node) ? node.Value : null;
    }

    private void Keep(Sighting sighting)
    {
        lock (gate)
        {
            Drop(sighting.About);
            while (byAge.First is { Value: var oldest } && (seen.Count >= MostSeen || time.GetElapsedTime(oldest.Since) > Memory))
                Drop(oldest.About);
            seen[sighting.About] = byAge.AddLast(sighting);
        }
    }

    private void Drop(string about)
    {
        if (seen.Remove(about, out var node))
            byAge.Remove(node);
    }

    private sealed record Sighting(string About, string Worker, DateTimeOffset Until, long Since, long? DeadSince = null)
    {
        public static Sighting Of(string about, LeadClaim claim, long now) => new(about, claim.Worker, claim.Until, now);

        public bool Shows(LeadClaim claim) => Worker == claim.Worker && Until == claim.Until;
    }
}
