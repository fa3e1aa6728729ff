using SalesAgent.Core.People;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.Review;

/// <summary>Where people see drafts and decide on them.</summary>
/// <remarks>Every method throws <see cref="Connectors.ConnectorException"/> when the outside fails.</remarks>
public interface IReviewDesk
{
    /// <summary>Shows a case to the rep for the first time.</summary>
    /// <param name="mayBeRepeated">An earlier attempt may have arrived: the card says so.</param>
    Task<Presentation> PresentAsync(Rep rep, ReviewCase reviewCase, bool mayBeRepeated, CancellationToken cancellationToken);

    /// <summary>Brings a card that stands somewhere up to date.</summary>
    /// <returns>False when the card is gone for good.</returns>
    Task<bool> UpdateAsync(CardReference card, ReviewCase reviewCase, CancellationToken cancellationToken);

    /// <summary>Reminds the rep of what waits for them.</summary>
    /// <param name="at">The card it is about, to be told beside it; null: about several.</param>
    Task RemindAsync(Rep rep, CardReference? at, ChatText text, CancellationToken cancellationToken);

    /// <summary>Puts a card that names nobody in the place of one whose lead was forgotten.</summary>
    /// <returns>False when the card is gone for good.</returns>
    Task<bool> WithdrawAsync(CardReference card, ForgottenPerson person, CancellationToken cancellationToken);

    /// <summary>Puts a card that names only the new rep in the place of one whose lead now belongs to them.</summary>
    /// <returns>False when the card is gone for good.</returns>
    Task<bool> HandOverAsync(CardReference card, Rep to, CancellationToken cancellationToken);

    /// <summary>Says a sentence to the rep.</summary>
    Task TellAsync(Rep rep, ChatText text, CancellationToken cancellationToken);
}
