using SalesAgent.Core.Review;

namespace SalesAgent.Tests.Leads;

internal static class Reviews
{
    public static LeadReview Proposed { get; } = new() { Nonce = "n0nce", State = ReviewState.Proposed, Revision = 1 };
}
