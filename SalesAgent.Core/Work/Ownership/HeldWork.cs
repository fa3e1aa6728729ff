namespace SalesAgent.Core.Work.Ownership;

/// <summary>
/// What this process holds of the queue, in memory and in its <see cref="InstanceFile"/>. A lease lapses here by the time that really
/// passed: turning the clock hands nothing out twice.
/// </summary>
/// <param name="instances">Null: in memory only.</param>
internal sealed class HeldWork(TimeProvider time, Instances? instances = null)
{
    private const int TidyEach = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Held> byId = new(StringComparer.Ordinal);
    private readonly Stack<int> free = new();
    private int slots;
    private int changes;

    /// <summary>What this process has at this moment, whatever the queue says by a clock that was turned.</summary>
    public IReadOnlySet<string> Ids()
    {
        lock (gate)
            return byId.Where(pair => !IsLapsed(pair.Value)).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Leased, or leased anew.</summary>
    public void Hold(LeasedWork work)
    {
        if (work.Began is not { } began || work.Length <= TimeSpan.Zero)
            return;
        lock (gate)
        {
            if (++changes % TidyEach == 0)
                LetGoOfLapsed();
            var slot = byId.TryGetValue(work.Id, out var known) ? known.Slot : Slot();
            byId[work.Id] = new Held(work.Receipt, began, work.Length, slot);
            Write(
                slot,
                new HeldItem(
                    work.Id,
                    work.Receipt,
                    work.Item.Kind,
                    work.Item.Subject,
                    work.Item.Argument,
                    work.Attempts,
                    work.EnqueuedAt,
                    work.Item.IsUrgent,
                    work.Item.Retry
                )
            );
        }
    }

    /// <summary>
    /// No longer ours, one way or another. A newer lease of the same item stays, and so does another item: a queue that is rolled back
    /// gives the same id and receipt out anew, before whoever had them first has heard of it.
    /// </summary>
    public void Drop(LeasedWork work)
    {
        lock (gate)
        {
            if (byId.TryGetValue(work.Id, out var held) && held.Receipt == work.Receipt && held.Began == work.Began)
                Remove(work.Id, held);
        }
    }

    /// <summary>The id is that of something else from now on.</summary>
    public void Forget(string id)
    {
        lock (gate)
        {
            if (byId.TryGetValue(id, out var held))
                Remove(id, held);
        }
    }

    /// <summary>Whether this process has it, whatever the queue says by a clock that was turned.</summary>
    public bool IsHeld(string id)
    {
        lock (gate)
            return byId.TryGetValue(id, out var held) && !IsLapsed(held);
    }

    /// <summary>An item is on its way to a queue that answers later: should we die in between, it is put there once more.</summary>
    public IDisposable Sending(WorkItem item)
    {
        lock (gate)
        {
            var slot = Slot();
            Write(slot, new HeldItem(null, null, item.Kind, item.Subject, item.Argument, 0, default, item.IsUrgent, item.Retry));
            return new OnItsWay(this, slot);
        }
    }

    private void LetGoOfLapsed()
    {
        foreach (var (id, held) in byId.Where(pair => IsLapsed(pair.Value)).ToArray())
            Remove(id, held);
    }

    private bool IsLapsed(Held held) => time.GetElapsedTime(held.Began) >= held.Length;

    private int Slot() => free.TryPop(out var slot) ? slot : slots++;

    private void Remove(string id, Held held)
    {
        byId.Remove(id);
        Release(held.Slot);
    }

    private void Release(int slot)
    {
        free.Push(slot);
        Write(slot, null);
    }

    private void Write(int slot, HeldItem? item)
    {
        if (instances?.Own is not { } file)
            return;
        try
        {
            if (item is null)
                file.Clear(slot);
            else
                file.Write(slot, item);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // A full disk, or the end of this process: the lease has to lapse, as it would without the file.
        }
    }

    private sealed record Held(string Receipt, long Began, TimeSpan Length, int Slot);

    private sealed class OnItsWay(HeldWork work, int slot) : IDisposable
    {
        public void Dispose()
        {
            lock (work.gate)
                work.Release(slot);
        }
    }
}
