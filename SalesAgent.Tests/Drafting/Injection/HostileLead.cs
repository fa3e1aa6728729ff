using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Teams;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Bot.Webhooks.Payloads;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.Gmail.Messages;
using SalesAgent.Core.Connectors.Gmail.Wire;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Writing;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Orchestration.Correspondents;
using SalesAgent.Core.Orchestration.Steps;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;
using Draft = SalesAgent.Core.Drafting.Draft;
using MessagePart = SalesAgent.Core.Connectors.Gmail.Wire.MessagePart;
using WireThread = SalesAgent.Core.Connectors.Gmail.Wire.Thread;

namespace SalesAgent.Tests.Drafting.Injection;

/// <summary>
/// A lead with something hostile in one field, taken the whole way from the wire to the mail's bytes and the card by the product's own
/// readers, step, composer, checks, mail writer and card. Only stores and connections are left out: Journeys/InjectionTests have those.
/// </summary>
internal sealed class HostileLead
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Rep Rep = new()
    {
        Name = "Sam Rep",
        Email = SomeDraft.Rep,
        AadObjectId = "aad-sam",
        TimeZone = TimeZoneInfo.Utc,
        Hours = WorkingHours.Default,
    };
    private static readonly RepDirectory Reps = new([Rep]);

    public Dictionary<string, string> Fields { get; } = new() { ["message"] = "We would like to see how it works." };
    public string PageTitle { get; set; } = "Request a demo";
    public string? UserMessage { get; set; }
    public string EmailLocalPart { get; set; } = "jane";
    public Contact Contact { get; set; } = new() { Id = new ContactId(7), FirstName = null };
    public string? CompanyName { get; set; }
    public string? MailSubject { get; set; }
    public string? MailSnippet { get; set; }
    public string? MailFrom { get; set; }
    public string? MailMessageId { get; set; }
    public string? TypedByRep { get; set; }

    /// <summary>Null when the lead is turned away at the door.</summary>
    public async Task<Outcome?> DraftAsync(IMessageWriter writer, TemplateWriter template, TimeProvider time)
    {
        if (Incoming() is not { Email: { } email } incoming)
            return null;

        var options = Options.Create(new DraftingOptions());
        var threads = Threads(email);
        var (mail, _) = new MailReading([email], Rep, Reps, null, [], Now).Of(new MailSearch(threads));
        var isKnown = TypedByRep is null;
        var prospect = Prospect.Of([incoming], isKnown ? Contact : null, email).With(Contact, CompanyName);
        var dossier = new Dossier
        {
            RepId = Rep.Id,
            Prospect = prospect,
            Contact = Contact,
            Crm = new CrmPicture(Contact.Id, false, null, CompanyName),
            Correspondence = mail,
            Availability = new Availability(Now, SomeDraft.Slots, SomeDraft.Slots),
        };
        var state = StateOf(incoming, dossier);
        using var journal = new RunJournal(
            new LeadRecords(null!, time),
            Reps,
            state,
            new LeadClaims(new Instances(null, NullLogger<Instances>.Instance), Options.Create(new WorkOptions()), time)
        );
        var done = (
            await new GenerateMessage(writer, template, options, time).RunAsync(journal, CancellationToken.None)
        ).ShouldBeOfType<StepResult.Done>();
        var run = done.Change(journal.Run);
        var draft = run.Dossier.Draft!;

        var raw = DraftWriter.Raw(OutsideCall.Write("gmail", "Writing"), CreateDraft.Outgoing(run.Dossier, state.Lead.Id, draft), Now);
        using var bytes = new MemoryStream(System.Buffers.Text.Base64Url.DecodeFromChars(raw));
        run = run with { Dossier = run.Dossier with { MailboxDraft = new MailboxDraft("d1", "t1", draft.Version), WrittenDraft = draft } };
        var review = new ReviewCases(Reps, Options.Create(new HubSpotOptions { PortalId = 12345 })).Of(state with { Run = run });
        return new Outcome(email, draft, run.Dossier, await MimeMessage.LoadAsync(bytes), ReviewCards.For(review));
    }

    private IncomingLead? Incoming()
    {
        if (TypedByRep is not null)
        {
            var typed = ProspectLine
                .Read($"{TypedByRep} jane@contoso.example")
                .People.SingleOrDefault(person => person.Email == "jane@contoso.example");
            return typed is null
                ? null
                : new IncomingLead
                {
                    Source = LeadSource.Chat,
                    EventKey = "chat:1",
                    OccurredAt = Now,
                    Email = typed.Email,
                    FirstName = typed.FirstName,
                    LastName = typed.LastName,
                    RequestedBy = Rep.Id,
                };
        }

        var form = new JsonObject
        {
            ["portalId"] = 12345,
            ["formId"] = "f1",
            ["formSubmissionId"] = "s1",
            ["pageTitle"] = PageTitle,
            ["userMessage"] = UserMessage,
            ["fieldValues"] = new JsonArray([
                .. Fields
                    .Append(new("email", $"{EmailLocalPart}@contoso.example"))
                    .Select(field => (JsonNode)new JsonObject { ["name"] = field.Key, ["value"] = field.Value }),
            ]),
        };
        try
        {
            return FormSubmission
                .Read(Encoding.UTF8.GetBytes(form.ToJsonString()), new HubSpotWebhookOptions { PortalId = 12345 }, Now)
                .Leads[0];
        }
        catch (UnusableBodyException)
        {
            return null;
        }
    }

    private SalesAgent.Core.Connectors.Gmail.MailThread[] Threads(string email)
    {
        if (MailSubject is null && MailSnippet is null && MailFrom is null && MailMessageId is null)
            return [];

        MessagePartHeader[] headers =
        [
            new() { Name = "From", Value = $"{MailFrom ?? "Jane"} <{email}>" },
            new() { Name = "To", Value = Rep.Email },
            new() { Name = "Subject", Value = MailSubject ?? "Our talk" },
            new() { Name = "Message-ID", Value = MailMessageId ?? "<m1@contoso.example>" },
            new() { Name = "References", Value = $"<m0@contoso.example> {MailMessageId}" },
        ];
        var message = new Message
        {
            Id = "m1",
            LabelIds = ["INBOX"],
            Snippet = WebUtility.HtmlEncode(MailSnippet ?? "How are you?"),
            InternalDate = Now.AddDays(-2).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            Payload = new MessagePart { Headers = headers },
        };
        return [ThreadReader.Read(OutsideCall.Read("gmail", "Reading"), new WireThread { Id = "t1", Messages = [message] }, [Rep.Email])];
    }

    private static LeadState StateOf(IncomingLead incoming, Dossier dossier) =>
        new()
        {
            Lead = new Lead("lead-1", "person-1", incoming, Now),
            Run = Run.Begin(Now) with
            {
                Dossier = dossier,
                Steps = [.. StepOrder.Names.Select(name => new StepReport(name, StepStatus.Done, 1, ""))],
            },
            Review = new LeadReview
            {
                Nonce = new string('0', 32),
                State = ReviewState.Proposed,
                Revision = 1,
            },
            Audit = AuditChain.Begin(),
            Versions = new Dictionary<string, string>(),
        };

    /// <param name="Email">The one address that a mail may go to.</param>
    internal sealed record Outcome(string Email, Draft Draft, Dossier Dossier, MimeMessage Mail, JsonObject Card);
}
