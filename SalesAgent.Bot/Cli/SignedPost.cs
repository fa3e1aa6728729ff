extern alias sandbox;

using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesAgent.Core.Records;
using sandbox::SalesAgent.Bot.Sandbox.HubSpot;

namespace SalesAgent.Bot.Cli;

/// <summary>A webhook to ourselves, signed as HubSpot signs it.</summary>
internal static class SignedPost
{
    /// <param name="Lead">Null unless it was accepted.</param>
    public sealed record Answer(int Status, string Body, LeadId? Lead);

    /// <param name="publicBase">What the signature covers when the app is known under another address.</param>
    public static async Task<Answer> SendAsync(
        SalesAgentApp app,
        HubSpotRoute route,
        string body,
        string? secret,
        Uri? publicBase,
        CancellationToken cancellationToken
    )
    {
        var path = SandboxHubSpot.PathOf(route);
        var stamp = app
            .Services.GetRequiredService<TimeProvider>()
            .GetUtcNow()
            .ToUnixTimeMilliseconds()
            .ToString(CultureInfo.InvariantCulture);
        var signed = SandboxHubSpot.Joined(publicBase ?? app.Address, path).AbsoluteUri;

        using var http = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(SignedPost));
        using var request = new HttpRequestMessage(HttpMethod.Post, SandboxHubSpot.Joined(app.Address, path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-HubSpot-Request-Timestamp", stamp);
        request.Headers.Add("X-HubSpot-Signature-v3", SandboxHubSpot.SignatureV3(secret ?? "", "POST", signed, body, stamp));
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new Answer((int)response.StatusCode, text, response.IsSuccessStatusCode ? FirstLead(text) : null);
    }

    private static LeadId? FirstLead(string text)
    {
        using var answer = JsonDocument.Parse(text);
        var ids = answer.RootElement.GetProperty("leadIds");
        return ids.GetArrayLength() > 0 && LeadId.TryParse(ids[0].GetString(), out var lead) ? lead : null;
    }
}
