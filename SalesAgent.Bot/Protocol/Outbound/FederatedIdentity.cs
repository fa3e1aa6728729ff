using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// A managed identity in the place of the registration's secret: what it signs for is the bot's proof towards Entra (a federated
/// credential). There is no secret that could expire or leak, and the bot keeps a registration of its own.
/// </summary>
internal sealed class FederatedIdentity(string clientId, LoginHttpClients http)
{
    /// <summary>Whom the identity's token is for, as it stands in every federated credential of the public cloud.</summary>
    private const string TokenExchange = "api://AzureADTokenExchange";

    private readonly IManagedIdentityApplication identity = ManagedIdentityApplicationBuilder
        .Create(ManagedIdentityId.WithUserAssignedClientId(clientId))
        .WithHttpClientFactory(http)
        .Build();

    public async Task<string> AssertAsync(AssertionRequestOptions asked) =>
        (await identity.AcquireTokenForManagedIdentity(TokenExchange).ExecuteAsync(asked.CancellationToken)).AccessToken;
}
