using SalesAgent.Core.Connectors;
using SalesAgent.Core.Records;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Review;

/// <summary>
/// Sees to it that a card which was answered while something was under way is not the last word: the answer and the update for everybody
/// take different ways to the screen. The cards are shown again soon after the answer, and once more when no answer can be on its way.
/// </summary>
internal sealed class ShowAgain(LeadRecords records, ShowReview show) : IWorkHandler
{
    /// <summary>A client gives up on an answer after ten to fifteen seconds; the first time comes three after it.</summary>
    private static readonly TimeSpan NoAnswerIsUnderWay = TimeSpan.FromSeconds(13);

    private const int MostTries = 8;

    public string Kind => LeadWork.ShowCards;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        if (
            await records.FindAsync(LeadId.Parse(item.Subject), cancellationToken)
            is not { IsBeingForgotten: false, Review: { Cards.Count: > 0 } review } state
        )
        {
            return new WorkResult.Done();
        }

        try
        {
            // Whoever is at it shows the cards when it ends.
            if (!ReviewCases.IsInProgress(review))
                await show.AgainAsync(state, cancellationToken);
        }
        catch (LeadGoneException)
        {
            return new WorkResult.Done();
        }
        catch (ConnectorException failure) when (attempt < MostTries)
        {
            return new WorkResult.Later($"Teams did not take a card ({failure.Kind.Text()})", failure.RetryAfter);
        }

        return attempt == 1
            ? new WorkResult.Later("the cards are shown once more when no answer is under way", NoAnswerIsUnderWay)
            : new WorkResult.Done();
    }
}
