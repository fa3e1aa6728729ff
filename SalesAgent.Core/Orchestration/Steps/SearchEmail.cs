using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Checks;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Looks for earlier mail with this person in the rep's mailbox, and for a conversation to go on with.</summary>
internal sealed class SearchEmail(GmailClient gmail, IOptions<DraftingOptions> options, TimeProvider time) : IStep
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
        var lines = LinesOf(threads);
        var (target, warning) = TargetIn(threads, journal.Dossier.Prospect.Email);
        string[] warnings = warning is null ? [] : [warning];
        return new StepResult.Done(
            lines.Length == 0 ? "No earlier mail."
                : target is null ? "Earlier mail found."
                : "Earlier mail found; the draft answers it.",
            run =>
                run with
                {
                    Dossier = (run.Dossier with { Correspondence = new Correspondence(lines, target) }).WithWarnings(Name, warnings),
                }
        );
    }

    internal static MailLine[] LinesOf(IReadOnlyList<MailThread> threads) =>
        [
            .. threads
                .SelectMany(thread => thread.Messages.Where(mail => !mail.IsDraft).Select(mail => (thread, mail)))
                .OrderByDescending(found => found.mail.Date)
                .Take(MostLines)
                .Select(found => new MailLine(
                    found.mail.Date,
                    found.mail.Direction is MailDirection.Inbound,
                    UntrustedText.Clean(found.thread.Subject, SnippetLength) ?? "(no subject)",
                    UntrustedText.Clean(found.mail.Snippet, SnippetLength) ?? ""
                )),
        ];

    /// <summary>The conversation to go on with, or why the newest one is none, if a reviewer should know.</summary>
    internal (ReplyTarget? Target, string? Warning) TargetIn(IReadOnlyList<MailThread> threads, string prospect)
    {
        if (threads is not [{ LastMessageAt: { } last } newest, ..] || time.GetUtcNow() - last > StillGoingOn)
            return (null, null);
        if (newest.HasForeignDraft)
            return (null, "You have already started a reply in your latest conversation with them. This draft is a separate mail.");
        if (ReplyContext.For(newest) is not { } reply)
            return (null, null);
        if (!CanStand(reply.Subject, prospect))
            return (null, "The subject of your latest conversation with them should not be repeated, so this draft is a separate mail.");

        return (
            new ReplyTarget(
                reply.ThreadId,
                reply.InReplyTo,
                reply.References,
                reply.Subject,
                last,
                newest.Messages.Last(mail => !mail.IsDraft).Direction is MailDirection.Inbound
            ),
            null
        );
    }

    /// <summary>
    /// An answer must bear the subject of its conversation, and whoever wrote that may have meant it for somebody else to click or obey.
    /// </summary>
    private bool CanStand(string subject, string prospect)
    {
        var folded = CheckedText.SafeFold(subject);
        return UntrustedText.Clean(subject, int.MaxValue) == subject
            && InstructionLikeText.In(folded, prospect).Count == 0
            && folded.AsSpan().IndexOfAny("<>{}") < 0
            && !folded.Contains("[[", StringComparison.Ordinal)
            && !LongNumbers.AnyIn(folded)
            && ContentRules.AddressesIn(folded).All(address => string.Equals(address, prospect, StringComparison.OrdinalIgnoreCase))
            && Links.In(folded).All(link => Links.WhyNot(link, prospect, [.. options.Value.LinkHosts]) is null);
    }
}
