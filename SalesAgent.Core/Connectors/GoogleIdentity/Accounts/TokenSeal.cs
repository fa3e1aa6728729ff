using SalesAgent.Core.Secrets;
using SalesAgent.Core.Secrets.Keys;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>
/// Seals what gives access under a key of its own, bound to what it belongs to: a sealed text that was put into another record does not
/// open. What an earlier key sealed opens, and is sealed with the newest one when it is written next: at the latest with the next renewal.
/// </summary>
internal sealed class TokenSeal(StoreKeys keys)
{
    public string Seal(string text, string owner) => SealedText.Seal(text, keys.Newest(KeyPurpose.GoogleTokens), owner);

    /// <summary>Null when it was changed, belongs to another owner, or was sealed with a key that is not ours.</summary>
    public string? Open(string? text, string owner) =>
        text is null ? null : keys.Find(KeyPurpose.GoogleTokens, key => SealedText.Open(text, key, owner));
}
