using SalesAgent.Core.Connectors;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Review;

/// <summary>What one attempt at carrying out a decision ran into.</summary>
internal sealed class DecisionTries(OutsidePatience patience, int attempt, Stall stall)
{
    public int Attempt => attempt;

    public Stall Stall => stall;

    /// <summary>What may work later.</summary>
    public List<ConnectorException> Failures { get; } = [];

    /// <summary>Notes the failure, and says whether its part is not tried any more.</summary>
    public bool GivesUp(ConnectorException failure)
    {
        var isOver = !failure.Kind.MayPass() || patience.IsOver(attempt, stall, failure.Kind is FailureKind.RateLimited);
        if (!isOver)
            Failures.Add(failure);
        return isOver;
    }
}
