using System.Security.Cryptography;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Shows the draft to the rep for a decision, or brings the card that stands there up to date.</summary>
internal sealed class RequestApproval(
    IReviewDesk desk,
    ReviewCases cases,
    ShowReview show,
    HandOver handOver,
    OpenReviews open,
    Supersede supersede,
    FilingPlace place,
    LeadWork work
) : IStep
{
    private const string Intent = "teams_card";

    public string Name => StepNames.RequestApproval;

    public string Outside => "Teams";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var lead = LeadId.Parse(journal.LeadId);
        var draft = journal.Dossier.Draft!;
        var requested = AuditEvent.ApprovalRequested(journal.LeadId, journal.Rep.Id, draft.Version, draft.ContentHash);
        var listed = open.AddAsync(journal.Rep.Id, lead, cancellationToken);
        var wasWaiting = journal.Review is { State: ReviewState.Failed };
        if (HandOver.HasCard(journal.Review, journal.Rep) && journal.Review is { State: var state })
        {
            await listed;
            if (wasWaiting)
                await journal.CommitAsync(cancellationToken, Reopened);
            await supersede.OlderDraftsAsync(lead, journal.Dossier.Prospect!.Email, cancellationToken);
            await TellFateAsync(journal, cancellationToken);

            // Either the card told of a failure so far, and only now there is something to approve on it. Or it was posted by somebody who
            // died before that was recorded, and we know of it because it was clicked.
            var isNews = state is ReviewState.Updating || wasWaiting || journal.Run.Intents.Contains(Intent);
            return new StepResult.Done("The card is up to date.", run => run.Settle(Intent)) { Events = isNews ? [requested] : [] };
        }

        var mayBeRepeated = journal.Run.Intents.Contains(Intent);

        // Without what an earlier try said of itself: a card that is there must not say that it could not be posted.
        journal.Note(run => run.Intend(Intent).Repeat([Name]));
        var intended = journal.CommitAsync(
            cancellationToken,
            review =>
                Reopened(review)
                ?? new LeadReview
                {
                    Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                    State = ReviewState.Proposed,
                    Revision = 1,
                }
        );
        await Task.WhenAll(listed, intended);

        Presentation presentation;
        try
        {
            presentation = await desk.PresentAsync(journal.Rep, cases.Of(journal.State), mayBeRepeated, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            // Only an answer we did not get or could not read leaves a card behind; everything else surely posted none.
            var unknown = failure.Kind is FailureKind.OutcomeUnknown or FailureKind.Unreadable;
            if (!unknown)
                journal.Note(run => run.Settle(Intent));
            await journal.CommitAsync(cancellationToken, review => review! with { CopyMayExist = review.CopyMayExist || unknown });
            return new StepResult.Missing(
                unknown ? "It is not known whether the card arrived in Teams." : $"The card could not be posted ({failure.Kind.Text()}).",
                TryAgain: failure.Kind.MayPass(),
                Delay: failure.RetryAfter
            )
            {
                Because = failure.Kind,
                Events = [AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString())],
            };
        }

        var withdrawn = await handOver.WithdrawAsync(journal.Review, journal.Rep, cancellationToken);
        if (presentation is Presentation.Nowhere nowhere)
        {
            journal.Note(run => run.Settle(Intent));
            if (withdrawn.Count > 0)
                await journal.CommitAsync(cancellationToken, review => HandOver.Presented(review!, journal.Rep, withdrawn, null, 0));
            return new StepResult.Missing(nowhere.WhatToDo);
        }

        var card = ((Presentation.Shown)presentation).Card;
        journal.Note(run => run.Settle(Intent), requested);
        await journal.CommitAsync(
            cancellationToken,
            review =>
            {
                var presented = HandOver.Presented(review!, journal.Rep, withdrawn, card, 0);
                return presented with
                {
                    ShownRevision = Math.Max(presented.ShownRevision, 1),
                    CopyMayExist = presented.CopyMayExist || mayBeRepeated,
                };
            }
        );
        await supersede.OlderDraftsAsync(lead, journal.Dossier.Prospect!.Email, cancellationToken);
        await show.BringUpToDateAsync(journal.State, cancellationToken);
        await TellFateAsync(journal, cancellationToken);
        return new StepResult.Done("Card posted in Teams.", run => run);
    }

    /// <summary>What HubSpot told of the contact while there was no review to note it in. Looked at once there is one.</summary>
    private async Task TellFateAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        if (await place.OfContactAsync(journal.Lead, journal.Dossier, cancellationToken) is { } fate && !fate.IsUnchanged)
            await work.GoOnAsync(await work.TakeUpAsync(LeadWork.TellDeletion, fate.Key, cancellationToken), cancellationToken);
    }

    /// <summary>A card that told of waiting, or of a run that was given up, has a draft to decide on by now.</summary>
    private static LeadReview? Reopened(LeadReview? review) =>
        review is not { State: ReviewState.Failed }
            ? review
            : review with
            {
                State = ReviewState.Proposed,
                WaitsFor = null,
                Revision = review.Revision + 1,
            };
}
