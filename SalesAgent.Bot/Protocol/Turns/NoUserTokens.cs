using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;

namespace SalesAgent.Bot.Protocol;

/// <summary>The SDK wants one for each turn. This bot holds no tokens of people with the Bot Framework's token service.</summary>
internal sealed class NoUserTokens : UserTokenClient
{
    private NoUserTokens() { }

    public static NoUserTokens Instance { get; } = new();

    public override Task<TokenResponse> GetUserTokenAsync(
        string userId,
        string connectionName,
        string channelId,
        string magicCode,
        CancellationToken cancellationToken
    ) => throw NotUsed();

    public override Task<SignInResource> GetSignInResourceAsync(
        string connectionName,
        Activity activity,
        string finalRedirect,
        CancellationToken cancellationToken
    ) => throw NotUsed();

    public override Task SignOutUserAsync(string userId, string connectionName, string channelId, CancellationToken cancellationToken) =>
        throw NotUsed();

    public override Task<TokenStatus[]> GetTokenStatusAsync(
        string userId,
        string channelId,
        string includeFilter,
        CancellationToken cancellationToken
    ) => throw NotUsed();

    public override Task<Dictionary<string, TokenResponse>> GetAadTokensAsync(
        string userId,
        string connectionName,
        string[] resourceUrls,
        string channelId,
        CancellationToken cancellationToken
    ) => throw NotUsed();

    public override Task<TokenResponse> ExchangeTokenAsync(
        string userId,
        string connectionName,
        string channelId,
        TokenExchangeRequest exchangeRequest,
        CancellationToken cancellationToken
    ) => throw NotUsed();

    private static NotSupportedException NotUsed() => new("People sign in elsewhere; the Bot Framework's token service is not used.");
}
