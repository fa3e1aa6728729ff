using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// What the bot proves its identity with, as its registration says: a secret, a certificate, a managed identity (by itself or as a
/// federated credential), or nothing at all (Playground). One MSAL application for the life of the process, since MSAL keeps the tokens in
/// it.
/// </summary>
internal sealed class BotCredential(IOptions<BotOptions> options, LoginHttpClients http)
{
    private readonly Acquisition? acquisition = For(options.Value, http);

    private delegate Task<AuthenticationResult> Acquisition(bool fresh, CancellationToken cancellationToken);

    public bool Exists => acquisition is not null;

    /// <param name="fresh">True to pass over the token MSAL keeps.</param>
    public async Task<BotToken> AcquireAsync(bool fresh, CancellationToken cancellationToken)
    {
        if (acquisition is null)
            throw new InvalidOperationException("The bot has no credentials.");
        var result = await acquisition(fresh, cancellationToken);
        return new BotToken(result.AccessToken, result.ExpiresOn);
    }

    private static Acquisition? For(BotOptions bot, LoginHttpClients http)
    {
        if (!bot.HasAppId)
            return null;
        return bot.AppType is BotAppType.UserAssignedMSI ? ManagedIdentity(bot, http) : ConfidentialClient(bot, http);
    }

    private static Acquisition ManagedIdentity(BotOptions bot, LoginHttpClients http)
    {
        var application = ManagedIdentityApplicationBuilder
            .Create(ManagedIdentityId.WithUserAssignedClientId(bot.MicrosoftAppId))
            .WithHttpClientFactory(http)
            .Build();
        // A managed identity asks for a resource, not for scopes: MSAL takes "/.default" off.
        return (fresh, cancellationToken) =>
            application.AcquireTokenForManagedIdentity(bot.ConnectorScope).WithForceRefresh(fresh).ExecuteAsync(cancellationToken);
    }

    private static Acquisition ConfidentialClient(BotOptions bot, LoginHttpClients http)
    {
        // The authority is our own checked setting: looking it up in Microsoft's list first would only add a call
        // that fails wherever that list cannot be reached.
        var builder = ConfidentialClientApplicationBuilder
            .Create(bot.MicrosoftAppId)
            .WithAuthority($"{LoginAddress.ForMsal(bot.LoginAuthority)}{Uri.EscapeDataString(Tenant(bot))}", validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(http);
        builder = bot switch
        {
            { MicrosoftAppCertificateFile: { Length: > 0 } file } => builder.WithCertificate(
                CertificateFile.Load(file, bot.MicrosoftAppCertificatePassword)
            ),
            { MicrosoftAppFederatedClientId: { Length: > 0 } identity } => builder.WithClientAssertion(
                new FederatedIdentity(identity, http).AssertAsync
            ),
            _ => builder.WithClientSecret(bot.MicrosoftAppPassword),
        };
        var application = builder.Build();
        string[] scopes = [bot.ConnectorScope];
        return (fresh, cancellationToken) =>
            application.AcquireTokenForClient(scopes).WithForceRefresh(fresh).ExecuteAsync(cancellationToken);
    }

    /// <summary>
    /// A multi-tenant bot gets its tokens in the Bot Framework's own tenant, a single-tenant bot in no other than its own.
    /// </summary>
    private static string Tenant(BotOptions bot)
    {
        if (bot.AppType is not BotAppType.MultiTenant)
            return bot.MicrosoftAppTenantId;
        return bot.LoginAuthority.Host.EndsWith(".microsoftonline.us", StringComparison.OrdinalIgnoreCase)
            ? "MicrosoftServices.onmicrosoft.us"
            : "botframework.com";
    }
}

/// <param name="Text">As it goes into the header.</param>
internal sealed record BotToken(string Text, DateTimeOffset ExpiresOn);
