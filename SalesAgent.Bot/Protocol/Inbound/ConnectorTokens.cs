using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// Checks the token a channel sends with an activity (Bot Connector authentication, "Connector to Bot"). The token
/// proves the connector, and through its serviceurl claim and the key's endorsements what it may say; not the tenant.
/// </summary>
internal sealed partial class ConnectorTokens(
    SigningKeys keys,
    IOptions<BotOptions> options,
    TimeProvider time,
    ILogger<ConnectorTokens> logger
)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
    ];

    /// <summary>More than there are at the same time: the connector uses a token for about an hour.</summary>
    private const int MostKept = 64;

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly ConcurrentDictionary<string, Proof> proofs = new(StringComparer.Ordinal);

    public async Task<TokenCheck> CheckAsync(StringValues authorization, CancellationToken cancellationToken)
    {
        if (options.Value.AllowAnonymous && StringValues.IsNullOrEmpty(authorization))
            return new TokenCheck.Anonymous();
        if (TokenIn(authorization) is not { } text || !handler.CanReadToken(text))
            return Refused("no bearer token");
        if (!options.Value.HasAppId)
            return Refused("a token, but no MicrosoftAppId it could be for");

        OpenIdConnectConfiguration published;
        try
        {
            // The handler would take a missing key set for an unknown key.
            published = await keys.PublishedAsync(cancellationToken);
        }
        catch (InvalidOperationException failure)
        {
            Log.KeysUnavailable(logger, failure);
            return new TokenCheck.Refused(new Refusal(StatusCodes.Status503ServiceUnavailable, "no signing keys"));
        }

        // The same token comes with every click of an hour. Its signature stays good as long as the keys are those it was checked with.
        if (
            proofs.TryGetValue(text, out var proof)
            && ReferenceEquals(proof.Published, published)
            && IsAlive(proof.NotBefore, proof.Expires)
            && SigningKeys.IsCurrent(proof.Signer, time.GetUtcNow())
        )
        {
            return proof.Token;
        }

        proofs.TryRemove(text, out _);

        // A rotation. Only what claims all that the connector's own would may have the keys fetched again.
        if (
            Read(text) is { } token
            && SigningKeys.Find(published, token.Kid) is null
            && MayBeTheConnectors(token)
            && await keys.NewerAsync(published, cancellationToken) is { } newer
        )
        {
            published = newer;
        }

        return await ValidateAsync(text, published);
    }

    /// <summary>What it claims, before anything of it is proven.</summary>
    private bool MayBeTheConnectors(JsonWebToken token) =>
        Algorithms.Contains(token.Alg)
        && token.Kid is { Length: > 0 }
        && token.Issuer == options.Value.TokenIssuer
        && IsForThisBot(token.Audiences)
        && IsAlive(token.ValidFrom == default ? null : token.ValidFrom, token.ValidTo == default ? null : token.ValidTo)
        && token.TryGetClaim("serviceurl", out _);

    private async Task<TokenCheck> ValidateAsync(string text, OpenIdConnectConfiguration published)
    {
        var (notBefore, expires) = ((DateTime?)null, (DateTime?)null);
        JsonWebKey? signer = null;
        var result = await handler.ValidateTokenAsync(
            text,
            new TokenValidationParameters
            {
                // Fetches nothing by itself: when that is done is said above.
                ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(published),
                RequireSignedTokens = true,
                TryAllIssuerSigningKeys = false,
                ValidAlgorithms = Algorithms,
                ValidateIssuerSigningKey = true,
                IssuerSigningKeyValidatorUsingConfiguration = (key, _, _, configuration) =>
                {
                    signer = SigningKeys.Find(configuration, key.KeyId);
                    return signer is not null && SigningKeys.IsCurrent(signer, time.GetUtcNow());
                },
                IssuerValidator = (issuer, _, _) =>
                    issuer == options.Value.TokenIssuer
                        ? issuer
                        : throw new SecurityTokenInvalidIssuerException("Not the connector's issuer."),
                AudienceValidator = (audiences, _, _) => IsForThisBot(audiences),
                RequireExpirationTime = true,
                LifetimeValidator = (from, until, _, _) => IsAlive(notBefore = from, expires = until),
            }
        );

        if (!result.IsValid || signer is null)
        {
            Log.TokenRefused(logger, result.Exception?.GetType().Name ?? "unknown", IssuerOf(text));
            return Refused("the token is not valid");
        }

        var serviceUrls = ((JsonWebToken)result.SecurityToken).Claims.Where(claim => claim.Type == "serviceurl").ToArray();
        var proven = new TokenCheck.Proven(serviceUrls is [var only] ? only.Value : null, SigningKeys.EndorsementsOf(signer));
        Keep(text, new Proof(proven, published, signer, notBefore, expires));
        return proven;
    }

    // Good tokens only, so that nobody but the connector can fill it.
    private void Keep(string text, Proof proof)
    {
        if (proofs.Count >= MostKept)
            proofs.Clear();
        proofs[text] = proof;
    }

    private bool IsForThisBot(IEnumerable<string>? audiences) =>
        audiences?.ToArray() is [var only] && only.Equals(options.Value.MicrosoftAppId, StringComparison.OrdinalIgnoreCase);

    private bool IsAlive(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && (notBefore is not { } start || now >= start - ClockSkew);
    }

    private static string? TokenIn(StringValues authorization) =>
        authorization is [{ } header]
        && header.Split(' ') is [var scheme, { Length: > 0 } token]
        && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? token
            : null;

    /// <summary>What it says, unproven; null when it says nothing that can be read.</summary>
    private JsonWebToken? Read(string text)
    {
        try
        {
            return handler.ReadJsonWebToken(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Anybody may have written it, so only what a URL consists of gets into the log.</summary>
    private string IssuerOf(string text)
    {
        var issuer = Read(text)?.Issuer ?? "";
        return new string([.. issuer.Where(c => char.IsAsciiLetterOrDigit(c) || "-._~:/".Contains(c)).Take(120)]);
    }

    /// <summary>What was found out about a token, and with which keys.</summary>
    private sealed record Proof(
        TokenCheck.Proven Token,
        OpenIdConnectConfiguration Published,
        JsonWebKey Signer,
        DateTime? NotBefore,
        DateTime? Expires
    );

    private static TokenCheck.Refused Refused(string reason) => new(Refusal.NotProven(reason));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The connector's signing keys cannot be fetched: no activity can be let in.")]
        public static partial void KeysUnavailable(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "A token was refused: {Failure}. It claims the issuer {Issuer}.")]
        public static partial void TokenRefused(ILogger logger, string failure, string issuer);
    }
}
