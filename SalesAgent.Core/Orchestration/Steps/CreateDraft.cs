using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Orchestration.Offering;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>
/// Puts the draft into the rep's mailbox, or brings the one that lies there up to date, and reads it back. Times that were
/// read a while ago are read again first. A draft that somebody edited by hand is left alone.
/// </summary>
internal sealed class CreateDraft(GmailClient gmail, TimesBeforeWriting times, MailPolicy policy) : IStep
{
    private const string EditedThere = "The draft was edited in Gmail, so it was left as it is there.";
    private const string GoneThere = "The draft is no longer in Gmail: it was sent or deleted there.";

    public string Name => StepNames.CreateDraft;

    public string Outside => "Gmail";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var draft = journal.Dossier.Draft!;
        var there = journal.Dossier.MailboxDraft;
        if (there?.Version == draft.Version)
            return Unchanged();
        if (!policy.IsDraftOnlyEnforced)
            return new StepResult.Failed("Nothing was written: it is not proven that mail cannot be sent from here.");

        try
        {
            if (there is null && await FindOwnAsync(gmail, journal, cancellationToken) is { } own)
                return await ReplaceAsync(journal, draft, own, cancellationToken);
            if (await times.OutdatedAsync(journal, cancellationToken) is { } outdated)
                return outdated;

            return there is null
                ? await CreateAsync(journal, draft, cancellationToken)
                : await ReplaceAsync(journal, draft, there, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            var sentence = $"Gmail did not take the draft ({failure.Kind.Text()}).{failure.Remedy()}";
            AuditEvent[] told =
            [
                AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString()),
            ];
            return failure.Kind.MayPass()
                ? new StepResult.Postponed(sentence, Delay: failure.RetryAfter) { Events = told, Because = failure.Kind }
                : new StepResult.Failed(sentence) { Events = told };
        }
    }

    /// <summary>
    /// After a write whose end we did not see: look before writing again, and before somebody else gets the lead. Asks nothing when there
    /// was none.
    /// </summary>
    /// <exception cref="ConnectorException">Whether a draft lies there is not known.</exception>
    internal static async Task<MailboxDraft?> FindOwnAsync(GmailClient gmail, RunJournal journal, CancellationToken cancellationToken)
    {
        if (!journal.Run.Intents.Contains(RunIntents.Draft))
            return null;

        var found = await gmail.FindDraftOfRunAsync(journal.Rep.Email, journal.Dossier.Prospect!.Email, journal.LeadId, cancellationToken);
        return found is null ? null : new MailboxDraft(found.DraftId, found.ThreadId, 0);
    }

    private async Task<StepResult> CreateAsync(RunJournal journal, Draft draft, CancellationToken cancellationToken)
    {
        journal.Note(run => run.Intend(RunIntents.Draft));
        await journal.CommitAsync(cancellationToken);
        var written = await gmail.CreateDraftAsync(journal.Rep.Email, Outgoing(journal.Dossier, journal.LeadId, draft), cancellationToken);
        return await VerifiedAsync(journal, draft, written, "created", cancellationToken);
    }

    private async Task<StepResult> ReplaceAsync(RunJournal journal, Draft draft, MailboxDraft there, CancellationToken cancellationToken)
    {
        var now = await gmail.ReadDraftAsync(journal.Rep.Email, there.DraftId, cancellationToken);
        if (now is null)
            return LeftAlone(journal, GoneThere);
        if (draft.IsSameAs(now))
            return Written(journal, draft, new DraftReference(now.DraftId, now.ThreadId), "found");
        if (journal.Dossier.WrittenDraft is not { } before || !before.IsSameAs(now))
            return LeftAlone(journal, EditedThere);

        journal.Note(run => run.Intend(RunIntents.Draft));
        await journal.CommitAsync(cancellationToken);
        return await gmail.UpdateDraftAsync(
            journal.Rep.Email,
            there.DraftId,
            Outgoing(journal.Dossier, journal.LeadId, draft),
            latest => before.IsSameAs(latest),
            cancellationToken
        ) switch
        {
            DraftChange.Replaced replaced => await VerifiedAsync(journal, draft, replaced.Reference, "updated", cancellationToken),
            DraftChange.Edited => LeftAlone(journal, EditedThere),
            DraftChange.Gone => LeftAlone(journal, GoneThere),
            var other => throw new InvalidOperationException($"No way on from {other.GetType().Name}."),
        };
    }

    /// <summary>What lies in the mailbox stays what was shown; without any such version there is nothing to review.</summary>
    private StepResult LeftAlone(RunJournal journal, string why) =>
        journal.Dossier.WrittenDraft is null
            ? new StepResult.Failed(why)
            : new StepResult.Done(
                why,
                run => run.Settle(RunIntents.Draft) with { Dossier = run.Dossier.AsWritten().WithWarnings(Name, [why]) }
            );

    private async Task<StepResult> VerifiedAsync(
        RunJournal journal,
        Draft draft,
        DraftReference written,
        string action,
        CancellationToken cancellationToken
    )
    {
        var readBack = await gmail.ReadDraftAsync(journal.Rep.Email, written.DraftId, cancellationToken);
        // Under another message id than Gmail answered with lies what the rep made of it since; what was written had arrived.
        if (readBack is not null && (draft.IsSameAs(readBack) || WasEdited(readBack, written)))
            return Written(journal, draft, written, action);

        // Whatever lies there is not what will be shown for approval.
        if (readBack?.RunId == journal.LeadId)
            await gmail.DeleteDraftAsync(journal.Rep.Email, written.DraftId, cancellationToken);
        return new StepResult.Failed("What Gmail stored is not what was written; it was removed again.");
    }

    private StepResult.Done Written(RunJournal journal, Draft draft, DraftReference reference, string action) =>
        new(
            action == "updated" ? "Draft in Gmail updated, not sent." : "Draft is in Gmail, not sent.",
            run =>
                run.Settle(RunIntents.Draft) with
                {
                    Dossier = (
                        run.Dossier with
                        {
                            MailboxDraft = new MailboxDraft(reference.DraftId, reference.ThreadId, draft.Version),
                            WrittenDraft = draft,
                        }
                    ).WithWarnings(Name, []),
                }
        )
        {
            Events =
            [
                AuditEvent.DraftCreated(
                    journal.LeadId,
                    action,
                    draft.Version,
                    draft.ContentHash,
                    reference.DraftId,
                    journal.Dossier.Message?.WrittenBy ?? "",
                    NewMessage(journal, draft)?.Facts
                ),
            ],
        };

    /// <summary>Null when the version before has the same words: what they took is told once.</summary>
    private static WrittenMessage? NewMessage(RunJournal journal, Draft draft) =>
        journal.Dossier.WrittenDraft is { } before && before.TextWithMarker == draft.TextWithMarker && before.Subject == draft.Subject
            ? null
            : journal.Dossier.Message;

    private static StepResult.Done Unchanged() => new("Draft is in Gmail, not sent.", run => run);

    private static bool WasEdited(StoredDraft stored, DraftReference written) =>
        stored.MessageId is { } now && written.MessageId is { } then && now != then;

    internal static OutgoingDraft Outgoing(Dossier dossier, string leadId, Draft draft)
    {
        var reply = draft.ThreadId is null ? null : dossier.Correspondence?.Reply;
        return new OutgoingDraft
        {
            To = draft.To,
            ToName = draft.ToName,
            From = draft.From,
            FromName = draft.FromName,
            Subject = draft.Subject,
            Body = draft.Body,
            RunId = leadId,
            Reply = reply is null
                ? null
                : new ReplyContext
                {
                    ThreadId = reply.ThreadId,
                    InReplyTo = reply.InReplyTo,
                    References = reply.References,
                    Subject = reply.Subject,
                },
        };
    }
}
