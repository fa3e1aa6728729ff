using System.Text;
using SalesAgent.Core.Connectors.HubSpot;

namespace SalesAgent.Core.Records.Joining;

/// <summary>The form that somebody filled in, as far as it is the occasion of this lead, and what they wrote in it.</summary>
/// <param name="Message">The newest first, where there are several.</param>
internal sealed record FormOccasion(string? FormName, string? Message)
{
    /// <summary>A form that is older has long been answered, or never will be: it is no occasion for what happens today.</summary>
    private static readonly TimeSpan StillAnOccasion = TimeSpan.FromDays(7);

    /// <summary>HubSpot's own moment of a form and that of the sender of a form are not the same to the second.</summary>
    private static readonly TimeSpan SameForm = TimeSpan.FromMinutes(1);

    /// <param name="newest">All signs, the newest first.</param>
    public static FormOccasion Of(IReadOnlyList<IncomingLead> newest, Contact? contact)
    {
        var record = IsOccasion(newest, contact) ? contact : null;
        var at = record?.RecentConversionAt ?? DateTimeOffset.MinValue;

        var named = newest.FirstOrDefault(sign => !string.IsNullOrWhiteSpace(sign.FormName));
        var form =
            named is null || (!string.IsNullOrWhiteSpace(record?.RecentConversion) && at > named.OccurredAt + SameForm)
                ? record?.RecentConversion ?? named?.FormName
                : named.FormName;

        List<string> messages = [];
        IEnumerable<(DateTimeOffset At, string? Text)> written =
        [
            .. newest.Select(sign => (sign.OccurredAt, sign.Message)),
            (at, record?.Message),
        ];
        foreach (var (_, text) in written.OrderByDescending(message => message.At))
        {
            if (string.IsNullOrWhiteSpace(text) || messages.Exists(other => Holds(other, text)))
                continue;
            messages.RemoveAll(other => Holds(text, other));
            messages.Add(text);
        }

        return new FormOccasion(form, messages.Count == 0 ? null : string.Join("\n\n", messages));
    }

    /// <summary>
    /// The record keeps the last form for good. Where it does not say when that was, whatever HubSpot sent came of it; a rep who asks may
    /// do so for any reason.
    /// </summary>
    private static bool IsOccasion(IReadOnlyList<IncomingLead> newest, Contact? contact) =>
        contact switch
        {
            null => false,
            { RecentConversionAt: { } at } => newest.Any(sign => (sign.OccurredAt - at).Duration() <= StillAnOccasion),
            _ => newest.Any(sign => sign.Source is not LeadSource.Chat),
        };

    private static bool Holds(string text, string other) => Letters(text).Contains(Letters(other), StringComparison.Ordinal);

    /// <summary>By routes of their own the same words come with other line ends, blanks and marks.</summary>
    private static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
                letters.Append(char.ToLowerInvariant(character));
        }

        return letters.ToString();
    }
}
