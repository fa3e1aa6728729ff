using System.Globalization;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review.Facts;

namespace SalesAgent.Core.Review;

/// <summary>Composes what a reviewer sees from what is stored.</summary>
public sealed class ReviewCases(RepDirectory reps, IOptions<HubSpotOptions> hubSpot)
{
    public ReviewCase Of(LeadState state)
    {
        var (dossier, review) = (state.Run.Dossier, state.Review);
        var rep = RepOf(state);
        return new ReviewCase
        {
            Ticket = review is null ? "" : ReviewTicket.For(state.Lead.Id, review),
            LeadId = state.Lead.Id,
            Version = dossier.Draft?.Version ?? 0,
            ContentHash = dossier.Draft?.ContentHash ?? "",
            State = review?.State ?? ReviewState.Proposed,
            Revision = review?.Revision ?? 0,
            InProgress = IsInProgress(review),
            Progress = ProgressOf(review),
            Prospect = ProspectOf(state),
            Crm = CrmLine.Of(state, rep.TimeZone),
            CameLater = review?.CameLater ?? [],
            Because = Because(state),
            ReceivedAt = state.Lead.ReceivedAt,
            RepName = NameOf(state, rep),
            Waits = review?.WaitsFor is { } vendor ? new WaitingView(vendor, state.Run.Stalled?.Since ?? state.Run.StartedAt) : null,
            GivenUp = state.Run.GivenUp,
            TimeZone = rep.TimeZone.Id,
            Draft =
                dossier.Draft is { } draft && dossier.MailboxDraft is not null
                    ? new DraftView(
                        draft.To,
                        draft.Subject,
                        draft.Body,
                        draft.ThreadId is not null,
                        WrittenBy(dossier),
                        review?.CarriedOut.MailOutcome == CarryingOut.Deleted ? [] : DraftLinks.For(rep, draft, dossier.MailboxDraft)
                    )
                    : null,
            Correspondence = dossier.Correspondence?.Lines,
            MissingMail = dossier.Correspondence is { } mail ? MissingFrom(mail, dossier) : null,
            Times = dossier.Availability is { } availability
                // Nobody picks times for what is decided.
                ? [.. (review is null or { IsOpen: true } ? availability.Free : []).Select(slot => Choice(slot, availability))]
                : null,
            GoneTimes = GoneFrom(state),
            AboutHolds = review?.Holds?.Problem,
            Steps = state.Run.Steps,
            Warnings =
            [
                .. ReviewWarnings(state),
                .. StepOrder
                    .Names.Union(dossier.Warnings.Keys)
                    .Where(dossier.Warnings.ContainsKey)
                    .SelectMany(step => dossier.Warnings[step]),
            ],
            Decision = review?.Decision is { } decision
                ? new DecisionView(
                    decision.Kind,
                    decision.ByName,
                    decision.At,
                    RejectReason.Describe(decision.ReasonCode, decision.Note),
                    review.CarriedOut.Sentence,
                    OfTimes(state, decision)
                )
                : null,
            Expired = review?.Expiry is null ? null : new ExpiryView(ToldOfExpiry(state), review.CarriedOut.Sentence),
            TaskFiled = dossier.TaskId is not null,
        };
    }

    /// <summary>Whether the picture of this review is one that another follows by itself.</summary>
    internal static bool IsInProgress(LeadReview? review) =>
        review switch
        {
            { State: ReviewState.Updating } => true,
            // Nobody reads about a draft that was replaced what became of it.
            { IsClosed: true, State: not ReviewState.Superseded, CarriedOut: { Finished: false } done } => done
                is not { MailOutcome: not null, TaskOutcome: not null, NoteOutcome: not null },
            _ => false,
        };

    private static string? ProgressOf(LeadReview? review) =>
        review switch
        {
            not { State: ReviewState.Updating, Wish: not null } => null,
            { Wish.Retry: true } => "Trying the missing parts again…",
            { Wish.Times: { Count: 0 } } => "Taking the times out…",
            _ => "Adding the new times…",
        };

    /// <summary>Why there is nothing to decide any more, and what can be done.</summary>
    internal string ToldOfExpiry(LeadState state)
    {
        var (at, reason) = state.Review!.Expiry!;
        var why = reason is ExpiryReason.TimesPassed ? "all times it offers have passed" : "nobody decided in time";
        return $"This draft expired on {Moment(state, at)}: {why}. Type prospect {state.Run.Dossier.Prospect?.Email} for a new one.";
    }

    /// <summary>For whoever approved a draft with times that are gone.</summary>
    internal static string ToldOfGone(LeadState state) =>
        $"No longer free: {Named(state, GoneFrom(state))}. Pick other times, or approve again to leave the draft as it is.";

    /// <summary>Times of the draft as people read them.</summary>
    internal static string Named(LeadState state, IReadOnlyList<string> ids) =>
        string.Join("; ", (state.Run.Dossier.Draft?.Times ?? []).Where(slot => ids.Contains(slot.Id)).Select(TimesText.Clocks));

    /// <summary>A moment as the rep's clock shows it.</summary>
    internal string Moment(LeadState state, DateTimeOffset at)
    {
        var rep = RepOf(state);
        var local = TimeZoneInfo.ConvertTime(at, rep.TimeZone);
        return $"{local.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} ({TimesText.ZoneName(rep.TimeZone.Id)})";
    }

    private static TimeChoice Choice(Slot slot, Availability availability)
    {
        var (clocks, zones) = TimesText.Apart(slot);
        return new TimeChoice(slot.Id, clocks, zones, availability.Offered.Any(offered => offered.Start == slot.Start));
    }

    /// <summary>What was found gone, as long as the draft is still the one that offers it.</summary>
    private static IReadOnlyList<string> GoneFrom(LeadState state) =>
        state.Review?.Gone is { } gone && gone.Version == state.Run.Dossier.Draft?.Version ? gone.Ids : [];

    private IEnumerable<string> ReviewWarnings(LeadState state)
    {
        if (GoneFrom(state).Count > 0)
            yield return ToldOfGone(state);
        if (state is { Run.MadeUp: { } learned, Review.IsOpen: true })
            yield return learned;
        if (state.Run.Dossier is { Availability: { CouldNotBeReadAgain: true } availability, Draft.Times.Count: > 0 })
            yield return $"The times were free on {Moment(state, availability.AsOf)}; the calendar could not be read again since.";
        if (state is { Review.IsOpen: true, Run.Dossier: { UnreadableZone: { } zone, Draft.Times.Count: > 0 } })
            yield return $"Their time zone is given as “{zone}”, which names none I know: the times are on your clock only.";
        if (state.Review is { ContactDeletedAt: { } deleted, IsOpen: true })
            yield return $"HubSpot says that this contact was deleted there ({Moment(state, deleted)}). Ask before you approve: nothing can be filed about them any more.";
        if (state.Review is { Holds.Problem: { } problem, IsOpen: true })
            yield return problem;
    }

    private string? OfTimes(LeadState state, Decision decision) =>
        decision.Times switch
        {
            { Gone: { Count: > 0 } gone } => $"Approved although no longer free: {Named(state, gone)}.",
            { IsKnown: false } when state.Run.Dossier.Availability is { } availability =>
                $"The times could not be checked again: they were free on {Moment(state, availability.AsOf)}.",
            _ => null,
        };

    /// <summary>For the clock on the card only. It stands where its rep once wanted it, and goes to nobody else.</summary>
    private Rep RepOf(LeadState state) => reps.Find(state.Run.Dossier.RepId) ?? reps.Default;

    private static string NameOf(LeadState state, Rep rep) =>
        state.Run.Dossier.RepId switch
        {
            null => "somebody who is not known yet",
            var id when string.Equals(id, rep.Id, StringComparison.OrdinalIgnoreCase) => rep.Name,
            _ => "somebody who has left the directory",
        };

    private ProspectView ProspectOf(LeadState state)
    {
        var dossier = state.Run.Dossier;
        var told = state.Lead.Incoming.Email;

        // A run that ended before it knew who they are has what they said all the same.
        var prospect = dossier.Prospect ?? (told is null ? null : Prospect.Of(state.Signs, dossier.Contact, told));
        var contact = state.Review?.ContactNow ?? dossier.Crm?.Contact ?? dossier.Contact?.Id;
        return new ProspectView(
            prospect?.Email ?? $"HubSpot contact {state.Lead.Incoming.ContactId}",
            prospect?.FullName,
            prospect?.JobTitle,
            prospect?.Company,
            prospect?.Message,
            contact is { } id && hubSpot.Value.PortalId is { } portal
                ? new Uri($"https://app.hubspot.com/contacts/{portal}/record/0-1/{id}")
                : null,
            dossier.Crm?.IsNew
        );
    }

    private string Because(LeadState state)
    {
        var asked = state
            .Signs.Where(sign => sign.Source is LeadSource.Chat)
            .Select(sign => reps.Find(sign.RequestedBy)?.Name ?? "A rep")
            .Distinct()
            .ToArray();
        var why = (state.Run.Dossier.Prospect?.FormName, state.Lead.Incoming.Source) switch
        {
            ({ } form, _) => $"Filled in “{form}”.",
            (null, LeadSource.Chat) => null,
            (null, LeadSource.HubSpotEvent) => "New or changed contact in HubSpot.",
            (null, LeadSource.HubSpotWorkflow) => "Sent by a HubSpot workflow.",
            _ => "Filled in a form.",
        };
        var request = asked.Length == 0 ? null : $"{string.Join(" and ", asked)} asked for it.";
        return string.Join(' ', new[] { why, request }.OfType<string>());
    }

    private static string? MissingFrom(Correspondence mail, Dossier dossier)
    {
        List<string> missing = [];
        if (mail.ListMailLeftOut)
            missing.Add("mail through a list was left out");
        if (mail.IsCutOff)
            missing.Add("not all mail that was found was looked at");
        if (dossier is { Contact: null, Crm: null, ContactWasLookedFor: false } && mail.Lines.Count == 0)
            missing.Add($"only {dossier.Prospect?.Email} was searched for, as HubSpot did not tell further addresses");
        return missing.Count == 0 ? null : string.Join("; ", missing);
    }

    private static string WrittenBy(Dossier dossier) =>
        dossier.Message switch
        {
            null => "",
            { IsFromTemplate: true, Fallback: { } why } => $"Written from the template. {why}",
            { IsFromTemplate: true } => "Written from the template.",
            { WrittenBy: var model } => $"Written by {model}.",
        };
}
