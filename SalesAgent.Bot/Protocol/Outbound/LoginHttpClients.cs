using Microsoft.Identity.Client;

namespace SalesAgent.Bot.Protocol;

/// <summary>Lets MSAL speak through this process's own pooled connections.</summary>
internal sealed class LoginHttpClients(IHttpClientFactory clients) : IMsalHttpClientFactory
{
    /// <summary>The named client under which token requests are made.</summary>
    public const string ClientName = "BotLogin";

    public HttpClient GetHttpClient() => clients.CreateClient(ClientName);
}
