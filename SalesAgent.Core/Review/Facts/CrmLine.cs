using System.Globalization;
using SalesAgent.Core.Connectors.HubSpot.Facts;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records;

namespace SalesAgent.Core.Review.Facts;

/// <summary>
/// What HubSpot knows of somebody, in pieces of one line. A portal names stages and states as it likes: those that every portal has are
/// said in words, all others as they are.
/// </summary>
/// <param name="Alarms">What speaks against writing to them.</param>
/// <param name="Rest">All else.</param>
public sealed record CrmLine(IReadOnlyList<string> Alarms, IReadOnlyList<string> Rest)
{
    private const int Longest = 60;

    /// <summary>A meeting that was booked longer ago has been held, or never will be.</summary>
    private static readonly TimeSpan StillToCome = TimeSpan.FromDays(30);

    private static readonly Dictionary<string, string> Stages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["subscriber"] = "subscriber",
        ["lead"] = "lead",
        ["marketingqualifiedlead"] = "marketing qualified lead",
        ["salesqualifiedlead"] = "sales qualified lead",
        ["opportunity"] = "opportunity",
        ["customer"] = "customer",
        ["evangelist"] = "evangelist",
        ["other"] = "stage: other",
    };

    private static readonly Dictionary<string, string> Statuses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NEW"] = "new",
        ["OPEN"] = "open",
        ["IN_PROGRESS"] = "in progress",
        ["OPEN_DEAL"] = "open deal",
        ["UNQUALIFIED"] = "unqualified",
        ["ATTEMPTED_TO_CONTACT"] = "attempted to contact",
        ["CONNECTED"] = "connected",
        ["BAD_TIMING"] = "bad timing",
    };

    /// <summary>Null when HubSpot was not asked, and for a contact that we have just made.</summary>
    /// <param name="clock">Whose days they are.</param>
    internal static CrmLine? Of(LeadState state, TimeZoneInfo clock)
    {
        if (state.Run.Dossier is not { Contact: { Facts: { } facts } contact, Crm: not { IsNew: true } } dossier)
            return null;

        List<string> alarms = [];
        if (facts.OptedOut)
            alarms.Add("opted out of mail");
        if (facts.Bounce is { } why)
            alarms.Add(InWords(why) is { } reason ? $"mail to them bounced ({reason})" : "mail to them bounced");

        var since = state.Lead.ReceivedAt - StillToCome;
        List<string> rest = [];
        if (facts.MeetingBookedAt is { } booked && booked >= since)
            rest.Add($"meeting booked on {Day(booked)}");
        else if (state.Signs.Any(sign => sign.BookedMeeting))
            rest.Add("meeting booked");
        if (facts.MeetingAt is { } meeting && meeting >= since)
            rest.Add($"latest meeting {Day(meeting)}");
        rest.Add(Stage(facts.LifecycleStage));
        if (Clean(facts.LeadStatus) is { } status)
            rest.Add($"lead status: {Statuses.GetValueOrDefault(status, status)}");
        if (Deals(dossier.Crm?.Deals, facts) is { } deals)
            rest.Add(deals);
        rest.Add(
            (contact.OwnerId, dossier.Crm) switch
            {
                (null, _) => "no owner",
                (_, { OwnerName: { } name }) => $"owner: {name}",
                _ => "owner could not be read",
            }
        );
        return new CrmLine(alarms, rest);

        string Day(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, clock).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
    }

    private static string Stage(string? stage) =>
        Clean(stage) is not { } known ? "no stage" : Stages.GetValueOrDefault(known, $"stage: {known}");

    /// <summary>Null when nobody knows.</summary>
    private static string? Deals(DealFacts? read, ContactFacts facts) =>
        (read, facts.Deals) switch
        {
            ({ Open: [var only] }, _) => $"open deal “{Clean(only) ?? "without a name"}”",
            ({ Open: { Count: > 1 } open }, _) => $"{open.Count} open deals",
            ({ Closed: > 0 }, _) => "no open deal",
            ({ }, _) or (_, 0) => "no deals",
            (_, 1) => "1 deal, open or closed",
            (_, { } many) => $"{many} deals, open or closed",
            _ => null,
        };

    /// <summary>HubSpot's own word in capitals, such as <c>UNKNOWN_USER</c>, as people write; anything else as it is.</summary>
    private static string? InWords(string value) =>
        Clean(value) is not { } text ? null
        : text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_') ? text.Replace('_', ' ').ToLowerInvariant()
        : text;

    private static string? Clean(string? text) => UntrustedText.Clean(text, Longest);
}
