using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Tests.Records;

internal static class Reviews
{
    public static LeadReview Proposed { get; } =
        new()
        {
            Nonce = "n0nce",
            State = ReviewState.Proposed,
            Revision = 1,
        };
}
