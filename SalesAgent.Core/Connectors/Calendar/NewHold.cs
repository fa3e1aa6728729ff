using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>A time to be kept free in the rep's own calendar. It invites nobody, reminds nobody and is shown to nobody else.</summary>
public sealed record NewHold
{
    /// <summary>What the hold is for, such as a lead and a time. The same key is the same entry however often it is asked for.</summary>
    public required string Key { get; init; }

    /// <summary>One line. Only the rep sees it.</summary>
    public required string Title { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary>Later than <see cref="Start"/>.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The id of the calendar's entry: 64 hexadecimal digits, which are letters that Google allows.</summary>
    public string EventId => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
}
