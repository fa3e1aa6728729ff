using System.Globalization;

namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>
/// Ids in Gmail's spelling: 16 hex digits for messages and threads, <c>r</c> and a number for drafts. Rising, the same on each run.
/// </summary>
internal sealed class GmailIds
{
    private long message = 0x19ab_0000_0000_0000;
    private long draft = 4_100_000_000_000_000_000;
    private long history = 1_200_000;

    public string Message() => Interlocked.Add(ref message, 0x1f3d5).ToString("x16", CultureInfo.InvariantCulture);

    public string Draft() => string.Create(CultureInfo.InvariantCulture, $"r{Interlocked.Add(ref draft, 7_919_771)}");

    public long History() => Interlocked.Add(ref history, 3);

    public long CurrentHistory => Interlocked.Read(ref history);
}
