using Microsoft.Extensions.Logging;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Orchestration.Steps;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// Works in what came in about a lead after its first step had read who it is. As long as nobody has decided, it makes the next version of
/// the draft; after that it is told on the card. What changes nothing is read and not told.
/// </summary>
internal sealed partial class LaterWords(ContactLookup lookup, KnownContacts contacts, RepDirectory reps, ILogger<LaterWords> logger)
{
    private const int LongestQuote = 280;

    /// <summary>The newest are kept.</summary>
    private const int MostTold = 10;

    /// <summary>Something is left for another pass of the run.</summary>
    public static bool ArePending(RunJournal journal) => journal.State.Later is { } later && later.Revision > journal.Dossier.SignsRead;

    /// <returns>Null, or why HubSpot's record could not be read: it stays to be done.</returns>
    /// <exception cref="LeadTakenOverException">As of any commit.</exception>
    public async Task<ConnectorException?> TakeUpAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        journal.HasNews = false;
        if (!ArePending(journal))
            return null;

        var (state, revision) = (journal.State, journal.State.Later!.Revision);
        if (journal.Dossier.Prospect is not { } before)
        {
            // A run that ended before it knew them has a card all the same; one that has not begun reads all signs in its first step.
            if (journal.Run.IsFailed)
            {
                journal.Note(run => Read(run, revision));
                await journal.CommitAsync(
                    cancellationToken,
                    review => review is null ? null : review with { Revision = review.Revision + 1 },
                    release: true
                );
            }

            return null;
        }

        var (contact, failure) = await ContactAsync(journal, cancellationToken);
        var after = Prospect.Of(state.Signs, contact, before.Email);
        if (contact is not null)
            after = after.With(contact, journal.Dossier.Crm?.CompanyName);
        var news = NewsOf(journal, before, after, contact);
        if (failure is not null)
            revision = journal.Dossier.SignsRead;

        Run Changed(Run run) =>
            Read(run, revision) with
            {
                Dossier = run.Dossier with
                {
                    Prospect = after,
                    Contact = run.Dossier.Contact is null ? null : contact,
                    SignsRead = revision,
                },
            };

        if (journal.Review is { IsClosed: true })
        {
            await TellAsync(journal, revision, news, cancellationToken);
            return failure;
        }

        if (!after.ReadsOtherwise(before))
        {
            journal.Note(Changed);
            journal.HasNews |= news.Length > 0 || contact?.Facts != state.Run.Dossier.Contact?.Facts;
            return failure;
        }

        if (journal.Dossier.WrittenDraft is null)
        {
            journal.Note(run => WithoutWords(run.Dossier.Message is null ? Changed(run) : Changed(run).Due(StepOrder.Draft)));
            journal.HasNews = true;
            return failure;
        }

        // Buttons rest from here on. A decision that is faster stands.
        await LateAnswers.BeginRevisionAsync(journal, cancellationToken);
        if (journal.Review is { IsClosed: true })
        {
            await TellAsync(journal, revision, news, cancellationToken);
            return failure;
        }

        var learned = Sentence("Since the first version", news);
        journal.TakeUp(run => WithoutWords(Changed(run).Due(StepOrder.Draft)) with { MadeUp = learned });
        return failure;
    }

    private static IEnumerable<IncomingLead> Unread(RunJournal journal) =>
        journal.State.Later!.Signs.Where(sign => sign.Joined > journal.Dossier.SignsRead);

    private static Run Read(Run run, int revision) => run with { Dossier = run.Dossier with { SignsRead = revision } };

    private static Run WithoutWords(Run run) => run with { Dossier = run.Dossier with { Message = null } };

    /// <summary>The draft that was decided on stays; who decided is told what they could not know.</summary>
    private static Task TellAsync(RunJournal journal, int revision, string[] news, CancellationToken cancellationToken)
    {
        journal.Note(run => Read(run, revision));
        return journal.CommitAsync(
            cancellationToken,
            review =>
                news.Length == 0
                || review is null
                || Sentence("Since then", news) is not { } told
                || review.CameLater?.Contains(told) is true
                    ? review
                    : review with
                    {
                        CameLater = [.. (review.CameLater ?? []).TakeLast(MostTold - 1), told],
                        Revision = review.Revision + 1,
                    }
        );
    }

    /// <summary>As HubSpot has it now where an event says that something changed there; else as it was read.</summary>
    private async Task<(Contact? Contact, ConnectorException? Failure)> ContactAsync(
        RunJournal journal,
        CancellationToken cancellationToken
    )
    {
        var known = journal.Dossier.Contact;
        if (Unread(journal).Where(sign => sign.IsPointer).MaxBy(sign => sign.OccurredAt) is not { } pointer)
            return (known, null);

        try
        {
            var asked = pointer with { ContactId = known?.Id.ToString() ?? pointer.ContactId, Email = journal.Dossier.Prospect!.Email };
            return
                await lookup.ForAsync(asked, cancellationToken) is ContactSearch.Found { Contact: var found }
                && (found.Id == known?.Id || await contacts.FileAsync(journal.Lead, null, found, cancellationToken) is null)
                ? (found, null)
                : (known, null);
        }
        catch (ConnectorException failure)
        {
            Log.NotRead(logger, failure, journal.LeadId);
            return (known, failure.Kind.MayPass() ? failure : null);
        }
    }

    /// <summary>What is new, each as it goes on after "they".</summary>
    private string[] NewsOf(RunJournal journal, Prospect before, Prospect after, Contact? contact)
    {
        List<string> news = [];
        if (after.FormName is { } form && form != before.FormName)
            news.Add($"they filled in “{form}”");
        var known = before.Message ?? "";
        IncomingLead[] unread = [.. Unread(journal)];
        var written = unread
            .OrderByDescending(sign => sign.OccurredAt)
            .Select(sign => sign.Message)
            .Append(contact?.Message)
            .Select(message => UntrustedText.Clean(message, LongestQuote))
            .FirstOrDefault(message => message is not null && !Flat(known).Contains(message, StringComparison.Ordinal));
        if (written is not null && after.Message != before.Message)
            news.Add($"they wrote: “{written}”");
        if (news.Count == 0 && after.ReadsOtherwise(before))
            news.Add("more is known about who they are");
        news.AddRange(
            unread.Select(sign => reps.Find(sign.RequestedBy)).OfType<Rep>().Distinct().Select(rep => $"{rep.Name} asked for a draft")
        );
        return [.. news];

        static string Flat(string text) => UntrustedText.Clean(text, int.MaxValue) ?? "";
    }

    private static string? Sentence(string since, string[] news) =>
        news.Length == 0 ? null : $"{since}: {string.Join(news.Length == 2 ? " and " : ", ", news)}{(news[^1].EndsWith('”') ? "" : ".")}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The contact of lead {LeadId} could not be read again; it is tried later.")]
        public static partial void NotRead(ILogger logger, Exception exception, string leadId);
    }
}
