using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Offering;

/// <summary>
/// Picks what a draft offers from what is free. Pure, and done again when HubSpot tells where the lead is: calendar and
/// HubSpot are read side by side, and whichever comes last decides with both.
/// </summary>
internal static class OfferedTimes
{
    /// <summary>With times from a calendar that was just read.</summary>
    public static Dossier From(FreeSlots read, Dossier dossier)
    {
        var zone = dossier.LeadZone;
        Slot[] free = [.. read.All.Select(slot => slot.LeadTimeZone == zone ? slot : slot with { LeadTimeZone = zone })];
        var chosen = dossier.WantedTimes is not { } wanted ? [] : free.Where(slot => wanted.Contains(slot.Id)).ToArray();
        Slot[] open = chosen.Length == 0 ? free : [.. free.Except(chosen)];
        var back = AfterAbsence(dossier, open);
        var others = SlotOffer.Pick(back.Length > 0 ? back : open, read.Wanted);
        var offered =
            dossier.WantedTimes is not null ? chosen
            : back.Length > 0 ? others.Times
            : [];
        return (
            dossier with
            {
                Availability = new Availability(
                    read.AsOf,
                    [.. chosen.Concat(others.Times).Concat(others.Alternatives).OrderBy(slot => slot.Start)],
                    offered
                )
                {
                    Read = read,
                },
            }
        ).WithWarnings(StepNames.CalendarAvailability, [.. Gone(dossier.WantedTimes, chosen), .. Unusual(dossier.WantedTimes, offered)]);
    }

    /// <summary>
    /// The same once more is known of the lead; nothing changes where the times were read in an earlier life of this process.
    /// </summary>
    public static Dossier Again(Dossier dossier) => dossier.Availability?.Read is { } read ? From(read, dossier) : dossier;

    /// <summary>Nobody is offered a time at which they said they would be away; a person may pick one.</summary>
    private static Slot[] AfterAbsence(Dossier dossier, Slot[] open) =>
        dossier.Correspondence?.Away?.Until is { } until
            ? [.. open.Where(slot => DateOnly.FromDateTime(slot.Start.DateTime) > until)]
            : open;

    private static IEnumerable<string> Gone(IReadOnlyList<string>? wanted, Slot[] chosen)
    {
        if (wanted is null || wanted.Count == chosen.Length)
            yield break;

        var gone = wanted.Count - chosen.Length;
        yield return gone == 1
            ? "One of the times you picked is no longer free and was left out."
            : $"{gone} of the times you picked are no longer free and were left out.";
    }

    private static IEnumerable<string> Unusual(IReadOnlyList<string>? wanted, IReadOnlyList<Slot> offered)
    {
        if (wanted is null && offered is [var first, ..] && !LeadsDay.Holds(first))
            yield return $"None of the free times is between 8 am and 8 pm for the lead ({TimesText.ZoneName(first.LeadTimeZone!)}).";
    }
}
