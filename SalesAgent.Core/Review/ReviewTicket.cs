using System.Security.Cryptography;
using System.Text;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

/// <summary>What a card carries to name its review: the lead and a random part, so that knowing a lead id is not enough.</summary>
public static class ReviewTicket
{
    public static string For(string leadId, LeadReview review) => $"{leadId}.{review.Nonce}";

    /// <summary>The lead a ticket names; whether the rest of it is right is for <see cref="Matches"/>.</summary>
    public static bool TryReadLead(string? ticket, out LeadId lead)
    {
        lead = default;
        var dot = ticket?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && LeadId.TryParse(ticket![..dot], out lead);
    }

    public static bool Matches(string? ticket, string leadId, LeadReview review) =>
        ticket is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ticket), Encoding.UTF8.GetBytes(For(leadId, review)));
}
