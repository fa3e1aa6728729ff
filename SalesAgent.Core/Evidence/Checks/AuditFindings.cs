namespace SalesAgent.Core.Evidence.Checks;

/// <summary>What was found so far. Knows the leads of one shard by their ids, to count each once and name each fault once.</summary>
internal sealed class AuditFindings
{
    private readonly Lock gate = new();
    private readonly HashSet<string> seen = [];
    private readonly HashSet<string> gone = [];
    private readonly HashSet<string> faulty = [];
    private readonly List<AuditFault> faults = [];
    private int leads;
    private int removed;
    private int count;
    private long entries;

    public void BeginShard()
    {
        seen.Clear();
        gone.Clear();
        faulty.Clear();
    }

    public void Whole(string lead, int itsEntries)
    {
        lock (gate)
            Saw(lead, itsEntries);
    }

    public void Removed(string lead)
    {
        lock (gate)
            removed += gone.Add(lead) ? 1 : 0;
    }

    public void Broken(string lead, string problem)
    {
        lock (gate)
        {
            Saw(lead, 0);
            if (faulty.Add(lead))
                Add(new AuditFault($"lead:{lead}", problem));
        }
    }

    public void Add(AuditFault fault)
    {
        lock (gate)
        {
            count++;
            if (faults.Count < AuditVerdict.MostNamed)
                faults.Add(fault);
        }
    }

    public bool IsFaulty(string lead)
    {
        lock (gate)
            return faulty.Contains(lead);
    }

    public AuditVerdict Verdict(int systemEntries, AnchorCheck anchors) =>
        new()
        {
            Leads = leads,
            Removed = removed,
            Entries = entries,
            SystemEntries = systemEntries,
            Anchors = anchors.Count,
            AnchoredUntil = anchors.Until,
            AnchorHash = anchors.LastHash,
            FaultCount = count,
            Faults = faults,
        };

    private void Saw(string lead, int itsEntries)
    {
        if (!seen.Add(lead))
            return;

        leads++;
        entries += itsEntries;
    }
}
