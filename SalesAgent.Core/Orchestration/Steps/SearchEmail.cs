using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Review;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Looks for earlier mail with this person in the rep's mailbox, and for a conversation to go on with.</summary>
internal sealed class SearchEmail(GmailClient gmail, TimeProvider time) : IStep
{
    private const int MostThreads = 3;
    private const int MostLines = 5;
    private const int SnippetLength = 160;

    /// <summary>An older conversation is history; a form filled in today begins a new one.</summary>
    private static readonly TimeSpan StillGoingOn = TimeSpan.FromDays(60);

    public string Name => StepNames.SearchEmail;

    public string Outside => "Gmail";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var threads = await gmail.SearchThreadsAsync(journal.Rep.Email, journal.Dossier.Prospect!.Email, MostThreads, cancellationToken);
        MailLine[] lines =
        [
            .. threads
                .SelectMany(thread => thread.Messages.Where(mail => !mail.IsDraft).Select(mail => (thread, mail)))
                .OrderByDescending(found => found.mail.Date)
                .Take(MostLines)
                .Select(found => new MailLine(
                    found.mail.Date,
                    found.mail.Direction is MailDirection.Inbound,
                    UntrustedText.Clean(found.thread.Subject, SnippetLength) ?? "(no subject)",
                    UntrustedText.Clean(found.mail.Snippet, SnippetLength) ?? "")),
        ];

        var newest = threads.Count > 0 ? threads[0] : null;
        var goesOn = newest?.LastMessageAt is { } last && time.GetUtcNow() - last <= StillGoingOn;
        var reply = goesOn && !newest!.HasForeignDraft ? ReplyContext.For(newest) : null;
        var target = reply is null ? null : new ReplyTarget(
            reply.ThreadId, reply.InReplyTo, reply.References, reply.Subject, newest!.LastMessageAt!.Value,
            newest.Messages.Last(mail => !mail.IsDraft).Direction is MailDirection.Inbound);
        string[] warnings = goesOn && newest!.HasForeignDraft
            ? ["You have begun an answer in your newest conversation with them; this draft is a separate mail."]
            : [];

        return new StepResult.Done(
            lines.Length == 0 ? "No earlier mail." : target is null ? "Earlier mail found." : "Earlier mail found; the draft answers it.",
            run => run with { Dossier = (run.Dossier with { Correspondence = new Correspondence(lines, target) }).WithWarnings(Name, warnings) });
    }
}
