using SalesAgent.Core.Records;

namespace SalesAgent.Core.Review.Limits;

/// <summary>A reason for which no draft is made by itself. A rep who asks for one gets it all the same.</summary>
internal interface IDraftLimit
{
    /// <summary>A sentence for the rep, or null when nothing is against it.</summary>
    /// <param name="email">Normalised.</param>
    Task<string?> ReasonAgainstAsync(LeadId lead, string email, CancellationToken cancellationToken);
}
