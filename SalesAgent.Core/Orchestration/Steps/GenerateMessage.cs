using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Checks;
using SalesAgent.Core.Drafting.Writing;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Has the message written and checks it. Recipient, sender, times and thread come from the run, never from the writer.</summary>
internal sealed class GenerateMessage(IMessageWriter writer, TemplateWriter template, IOptions<DraftingOptions> options, TimeProvider time)
    : IStep
{
    private const int LongestName = 100;

    public string Name => StepNames.GenerateMessage;

    public string Outside => "The language model";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var dossier = journal.Dossier;
        var brief = BriefOf(journal);
        var times = dossier.Availability?.Offered ?? [];

        // Other times do not need other words, unless the text was written without a place for any.
        var message =
            dossier.Message is { } written
            && brief.OffersTimes == written.Text.Contains(WrittenMessage.TimesMarker, StringComparison.Ordinal)
                ? written
                : await writer.WriteAsync(brief, cancellationToken);

        var (draft, findings) = Check(journal, message, times);
        if (Blocked(findings) && !message.IsFromTemplate)
        {
            message = template.Write(brief) with
            {
                Fallback = $"The model's text did not pass: {findings[0].Message}",
                FallbackKind = ModelFailure.DidNotPass,
                Use = message.Use,
            };
            (draft, findings) = Check(journal, message, times);
        }

        if (Blocked(findings))
            return new StepResult.Failed($"No usable text: {findings[0].Message}");

        string[] warnings = [.. InstructionWarnings.In(dossier), .. findings.Select(finding => finding.Message), .. message.Remarks ?? []];
        return new StepResult.Done(
            message.IsFromTemplate ? "Written from the template." : "Written by the language model.",
            run => run with { Dossier = (run.Dossier with { Message = message, Draft = draft }).WithWarnings(Name, warnings) }
        );
    }

    private (Draft Draft, IReadOnlyList<DraftFinding> Findings) Check(RunJournal journal, WrittenMessage message, IReadOnlyList<Slot> times)
    {
        var (dossier, rep) = (journal.Dossier, journal.Rep);
        var prospect = dossier.Prospect!;
        var reply = dossier.Correspondence?.Reply;
        var envelope = new MailEnvelope
        {
            To = prospect.Email,
            ToName = PlainWords.Title(prospect.FullName, LongestName),
            From = rep.Email,
            FromName = rep.Name,
            ThreadId = reply?.ThreadId,
        };
        var draft = DraftComposer.Compose(reply is null ? message : message with { Subject = reply.Subject }, envelope, times);

        // The first draft is version 1; the same content again is the same version, so nothing is shown as changed that is not.
        if (dossier.Draft is { } before)
            draft = draft.ContentHash == before.ContentHash ? before : draft with { Version = before.Version + 1 };

        return (
            draft,
            DraftCheck.Check(
                draft,
                new DraftFacts
                {
                    ContactEmail = prospect.Email,
                    RepEmail = rep.Email,
                    FreeSlots = [.. dossier.Availability?.Free ?? []],
                    AllowedLinkHosts = [.. options.Value.LinkHosts],
                    IsReply = reply is not null,
                    ThreadSubject = reply?.Subject,
                    TheirWords = [.. new[] { prospect.Message, prospect.FormName, prospect.Company }.OfType<string>()],
                }
            )
        );
    }

    private static bool Blocked(IReadOnlyList<DraftFinding> findings) => findings is [{ Severity: FindingSeverity.Block }, ..];

    private static string NameOf(MailLine line) =>
        line.Author switch
        {
            MailAuthor.Colleague => "colleague",
            MailAuthor.Other => "other",
            _ => line.FromThem ? "them" : "us",
        };

    private MessageBrief BriefOf(RunJournal journal)
    {
        var (dossier, rep) = (journal.Dossier, journal.Rep);
        var prospect = dossier.Prospect!;
        var reply = dossier.Correspondence?.Reply;
        return new MessageBrief
        {
            RepName = rep.Name,
            Team = rep.Team,
            FirstName = prospect.FirstName,
            Company = prospect.Company,
            JobTitle = prospect.JobTitle,
            ContactDomain = EmailAddress.DomainOf(prospect.Email),
            TheirMessage = prospect.Message,
            FormName = prospect.FormName,
            EarlierMail =
            [
                .. (dossier.Correspondence?.Lines ?? [])
                    .Where(line => line is { Nature: MailNature.Written, NotToThem: false })
                    .Select(line => new EarlierMail(line.FromThem, line.Subject, line.Snippet) { From = NameOf(line) }),
            ],
            ThreadSubject = reply?.Subject,
            LastMailAt = reply?.LastMailAt,
            LastMailWasTheirs = reply?.LastMailWasTheirs ?? false,
            OffersTimes = dossier.Availability is { Offered.Count: > 0 },
            Now = time.GetUtcNow(),
        };
    }
}
