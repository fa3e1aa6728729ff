using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// How often each source asked for each route, in memory of a fixed size. Sources that proved who they are have places of their own that no
/// stranger can take; strangers have the rest until a window passes without a request, and when that is full, newcomers share one
/// allowance.
/// </summary>
internal sealed class SourceBook(RouteTable routes, IOptions<RateLimitOptions> options, TimeProvider time)
{
    /// <summary>Sources that never proved anything. Each takes some hundred bytes.</summary>
    public const int MostStrangers = 4096;

    /// <summary>HubSpot, Microsoft and operators come from a few dozen.</summary>
    public const int MostProven = 1024;

    /// <summary>What all newcomers together may ask for while the places of strangers are taken, in allowances of one source.</summary>
    public const int SharedAllowances = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<SourceKey, SourceAllowance> strangers = [];
    private readonly Dictionary<SourceKey, SourceAllowance> proven = [];
    private readonly SourceAllowance shared = new(routes.Count);
    private long lastSweep = time.GetTimestamp();

    /// <summary>Allowances that are kept, the shared one among them.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return strangers.Count + proven.Count + 1;
        }
    }

    /// <summary>Sources that have proved who they are.</summary>
    public int Proven
    {
        get
        {
            lock (gate)
                return proven.Count;
        }
    }

    /// <summary>Requests that were let in and are not answered yet.</summary>
    public int Pending
    {
        get
        {
            lock (gate)
                return shared.Pending + strangers.Values.Sum(one => one.Pending) + proven.Values.Sum(one => one.Pending);
        }
    }

    private TimeSpan Window => TimeSpan.FromSeconds(options.Value.WindowSeconds);

    /// <param name="showsCredential">The request carries something that could prove who sent it.</param>
    /// <param name="wait">How long to wait when there is no room.</param>
    /// <returns>Null when the source has asked too often.</returns>
    public Visit? Enter(SourceKey source, int route, bool showsCredential, out TimeSpan wait)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            var allowance = Of(source, now);
            var most = options.Value.Requests * (allowance == shared ? SharedAllowances : 1);
            ref var cell = ref Current(allowance, route, now);
            allowance.LastSeen = now;

            var used = showsCredential ? Math.Max(cell.Refused, cell.Proven) + cell.Pending : cell.Bare;
            if (used >= most)
            {
                var left = Window - time.GetElapsedTime(cell.Began, now);
                wait = left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1);
                return null;
            }

            wait = TimeSpan.Zero;
            if (showsCredential)
                cell.Pending++;
            else
                cell.Bare++;
            allowance.Pending++;
            return new Visit(source, route, allowance, showsCredential);
        }
    }

    /// <param name="wasProven">The credential was accepted. Counts nothing for a request that showed none.</param>
    public void Leave(Visit visit, bool wasProven)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            visit.Allowance.Pending--;
            if (!visit.ShowedCredential)
                return;

            ref var cell = ref Current(visit.Allowance, visit.Route, now);
            cell.Pending--;
            if (!wasProven)
            {
                cell.Refused++;
                return;
            }

            // Whoever came in by the shared allowance has one of their own from now on, and is counted there.
            if (visit.Allowance == shared)
            {
                Current(Promote(visit.Source, new SourceAllowance(routes.Count), now), visit.Route, now).Proven++;
            }
            else
            {
                cell.Proven++;
                Promote(visit.Source, visit.Allowance, now);
            }
        }
    }

    private SourceAllowance Of(SourceKey source, long now)
    {
        if (proven.TryGetValue(source, out var known) || strangers.TryGetValue(source, out known))
            return known;

        if (strangers.Count >= MostStrangers)
            Sweep(now);
        return strangers.Count >= MostStrangers ? shared : strangers[source] = new SourceAllowance(routes.Count);
    }

    private SourceAllowance Promote(SourceKey source, SourceAllowance allowance, long now)
    {
        if (proven.TryGetValue(source, out var known))
            return known;

        strangers.Remove(source);
        if (proven.Count >= MostProven)
            proven.Remove(proven.MinBy(one => one.Value.LastSeen).Key);
        allowance.LastSeen = now;
        return proven[source] = allowance;
    }

    /// <summary>
    /// Strangers who have not asked for a whole window have nothing left to count. At most once a second, as it looks at all of them.
    /// </summary>
    private void Sweep(long now)
    {
        if (time.GetElapsedTime(lastSweep, now) < TimeSpan.FromSeconds(1))
            return;

        lastSweep = now;
        foreach (var (source, allowance) in strangers)
        {
            if (allowance.Pending == 0 && time.GetElapsedTime(allowance.LastSeen, now) >= Window)
                strangers.Remove(source);
        }
    }

    /// <summary>The counts of the window that now belongs to; what is pending is carried over.</summary>
    private ref SourceAllowance.Cell Current(SourceAllowance allowance, int route, long now)
    {
        ref var cell = ref allowance.At(route);
        if (cell.Began == 0 || time.GetElapsedTime(cell.Began, now) >= Window)
            cell = new SourceAllowance.Cell { Began = now, Pending = cell.Pending };
        return ref cell;
    }

    /// <summary>A request that was let in.</summary>
    internal readonly record struct Visit(SourceKey Source, int Route, SourceAllowance Allowance, bool ShowedCredential);
}
