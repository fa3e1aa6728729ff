using System.Collections.Concurrent;

namespace SalesAgent.Bot.Sandbox.Wire;

/// <summary>How often each operation was called, and how often it changed something, whether or not the caller heard of it.</summary>
internal sealed class CallLedger
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, (long Calls, long Writes)> All =>
        entries.ToDictionary(pair => pair.Key, pair => (pair.Value.Calls, pair.Value.Writes), StringComparer.Ordinal);

    /// <summary>Requests that arrived for an operation, refused and broken ones included.</summary>
    public long Calls(string operation) => entries.TryGetValue(operation, out var entry) ? entry.Calls : 0;

    /// <summary>Requests of a writing operation that took effect.</summary>
    public long Writes(string operation) => entries.TryGetValue(operation, out var entry) ? entry.Writes : 0;

    public void Arrived(string operation) => Interlocked.Increment(ref EntryOf(operation).Calls);

    public void Wrote(string operation) => Interlocked.Increment(ref EntryOf(operation).Writes);

    private Entry EntryOf(string operation) => entries.GetOrAdd(operation, static _ => new Entry());

    private sealed class Entry
    {
        public long Calls;
        public long Writes;
    }
}
