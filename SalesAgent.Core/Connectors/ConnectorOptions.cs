using System.ComponentModel.DataAnnotations;

namespace SalesAgent.Core.Connectors;

/// <summary>How patient the connectors are. The defaults suit the vendors; tests and benchmarks set other values.</summary>
public sealed class ConnectorOptions
{
    public const string Section = "Connectors";

    /// <summary>One try of a read, body included. 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A read with all its tries and pauses. 12 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>A write, which is tried once; after that its outcome is unknown, so it gets longer than a read. 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries of a read, the first included. 3.</summary>
    [Range(1, 5)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The pause before the second try; doubles, with jitter. 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause a vendor may ask for that is waited out within the call. 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Google refuses too many calls at once for one mailbox: so many to Gmail, and so many to the calendar. 3.</summary>
    [Range(1, 10)]
    public int CallsPerMailbox { get; set; } = 3;

    /// <summary>
    /// Calls to HubSpot, other than searches, that may begin within <see cref="HubSpotWindow"/>. HubSpot grants an app 100 (Free, Starter),
    /// 190 (Professional, Enterprise) or 110 (OAuth) in ten seconds. 0: no limit. 100.
    /// </summary>
    [Range(0, 10_000)]
    public int HubSpotCalls { get; set; } = 100;

    /// <summary>10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan HubSpotWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gmail's quota units a minute for one mailbox; a lead takes about 150. 0: no limit. 6000.</summary>
    [Range(0, 1_000_000)]
    public int GmailUnitsPerMinute { get; set; } = 6000;

    /// <summary>Calls to Calendar a minute for one mailbox. 0: no limit. 600.</summary>
    [Range(0, 1_000_000)]
    public int CalendarCallsPerMinute { get; set; } = 600;
}
