using System.Globalization;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.Leads;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.People;

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
            Version = dossier.Draft?.Version ?? 0,
            ContentHash = dossier.Draft?.ContentHash ?? "",
            State = review?.State ?? ReviewState.Proposed,
            Prospect = ProspectOf(state),
            Because = Because(state),
            ReceivedAt = state.Lead.ReceivedAt,
            RepName = rep.Name,
            TimeZone = rep.TimeZone.Id,
            Draft = dossier.Draft is { } draft && dossier.MailboxDraft is not null
                ? new DraftView(draft.To, draft.Subject, draft.Body, draft.ThreadId is not null, WrittenBy(dossier), review?.CarriedOut.MailOutcome == CarryingOut.Deleted ? [] : DraftLinks.For(rep, draft, dossier.MailboxDraft))
                : null,
            Correspondence = dossier.Correspondence?.Lines,
            Times = dossier.Availability is { } availability
                ? [.. availability.Free.Select(slot => new TimeChoice(slot.Id, TimesText.Clocks(slot), TimesText.Zones(slot), availability.Offered.Any(offered => offered.Id == slot.Id)))]
                : null,
            Steps = state.Run.Steps,
            Warnings = [.. StepOrder.Names.Where(dossier.Warnings.ContainsKey).SelectMany(step => dossier.Warnings[step])],
            Decision = review?.Decision is { } decision
                ? new DecisionView(decision.Kind, decision.ByName, decision.At, RejectReason.Describe(decision.ReasonCode, decision.Note), review.CarriedOut.Sentence)
                : null,
            TaskFiled = dossier.TaskId is not null,
        };
    }

    /// <summary>A moment as the rep's clock shows it.</summary>
    internal string Moment(LeadState state, DateTimeOffset at)
    {
        var rep = RepOf(state);
        var local = TimeZoneInfo.ConvertTime(at, rep.TimeZone);
        return $"{local.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} ({TimesText.ZoneName(rep.TimeZone.Id)})";
    }

    private Rep RepOf(LeadState state) => reps.Find(state.Run.Dossier.RepId) ?? reps.Default;

    private ProspectView ProspectOf(LeadState state)
    {
        var dossier = state.Run.Dossier;
        var prospect = dossier.Prospect;
        var contact = dossier.Crm?.Contact ?? dossier.Contact?.Id;
        return new ProspectView(
            prospect?.Email ?? state.Lead.Incoming.Email ?? $"HubSpot contact {state.Lead.Incoming.ContactId}",
            prospect?.FullName,
            prospect?.JobTitle,
            prospect?.Company,
            prospect?.Message,
            contact is { } id && hubSpot.Value.PortalId is { } portal ? new Uri($"https://app.hubspot.com/contacts/{portal}/record/0-1/{id}") : null,
            dossier.Crm?.IsNew);
    }

    private string Because(LeadState state) => state.Lead.Incoming switch
    {
        { Source: LeadSource.Chat, RequestedBy: var requester } => $"{reps.Find(requester)?.Name ?? "A rep"} asked for it.",
        { FormName: not null } when state.Run.Dossier.Prospect?.FormName is { } form => $"Filled in “{form}”.",
        { Source: LeadSource.HubSpotEvent } => "New or changed contact in HubSpot.",
        { Source: LeadSource.HubSpotWorkflow } => "Sent by a HubSpot workflow.",
        _ => "Filled in a form.",
    };

    private static string WrittenBy(Dossier dossier) =>
        dossier.Message?.IsFromTemplate != false ? "a template" : "a language model";
}
