using Microsoft.Extensions.Options;
using SalesAgent.Core.Policy;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>
/// Seals what gives access under a key of its own from <c>SecretKey</c>, bound to what it belongs to: a sealed text that was put
/// into another record does not open.
/// </summary>
internal sealed class TokenSeal(IOptions<InstallationOptions> options)
{
    private readonly byte[] key = DerivedKey.For("google-tokens", options.Value.SecretKey);

    public string Seal(string text, string owner) => SealedText.Seal(text, key, owner);

    /// <summary>Null when it was changed, belongs to another owner, or was sealed with another key.</summary>
    public string? Open(string? text, string owner) => text is null ? null : SealedText.Open(text, key, owner);
}
