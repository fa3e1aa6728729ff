using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage.Queue;

/// <summary>What every back end refuses before it looks at its queue, so that all of them refuse the same.</summary>
internal static class WorkRules
{
    /// <summary>
    /// The longest that an item is out of sight, leased or postponed. Whatever is to wait longer comes up in between and is put back.
    /// </summary>
    public static readonly TimeSpan LongestHidden = TimeSpan.FromHours(1);

    public static TimeSpan Capped(TimeSpan delay) => delay < LongestHidden ? delay : LongestHidden;

    public static void CheckEnqueue(IReadOnlyList<WorkItem> items, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(lease, TimeSpan.Zero);
        foreach (var item in items)
        {
            ArgumentException.ThrowIfNullOrEmpty(item.Kind, nameof(items));
            ArgumentException.ThrowIfNullOrEmpty(item.Subject, nameof(items));
        }
    }

    public static void CheckReceive(int max, TimeSpan lease)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        CheckLease(lease);
    }

    public static void CheckLease(TimeSpan lease) => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);

    public static void CheckDelay(TimeSpan delay) => ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);

    public static void CheckReason(string reason) => ArgumentException.ThrowIfNullOrEmpty(reason);

    public static void CheckMost(int max) => ArgumentOutOfRangeException.ThrowIfNegative(max);
}
