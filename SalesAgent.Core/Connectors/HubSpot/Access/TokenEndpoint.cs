using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.HubSpot.Wire;

namespace SalesAgent.Core.Connectors.HubSpot.Access;

/// <summary>
/// <c>POST oauth/{version}/token</c>, everything in the form and nothing in the address.
/// <see href="https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens"/>
/// </summary>
internal sealed class TokenEndpoint(HttpClient http, IOptions<HubSpotOptions> options)
{
    // A renewal changes nothing that a second one would not change as well.
    private static readonly OutsideCall Renewing = OutsideCall.Read(ConnectorServices.HubSpot, "Renewing the access", 400, 401);

    /// <exception cref="ConnectorException">HubSpot did not answer, or not so that it can be understood.</exception>
    public async Task<TokenAnswer> RenewAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var answer = await RenewAsync(refreshToken, options.Value.ClientSecret!, cancellationToken);
        if (answer is not TokenAnswer.Refused || options.Value.PreviousClientSecret is not { Length: > 0 } previous)
            return answer;

        // During a rotation HubSpot may not know the new secret yet. What it says of the current one is what counts otherwise.
        return await RenewAsync(refreshToken, previous, cancellationToken) is TokenAnswer.Granted granted ? granted : answer;
    }

    private async Task<TokenAnswer> RenewAsync(string refreshToken, string clientSecret, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, HubSpotApi.Token)
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("grant_type", "refresh_token"),
                KeyValuePair.Create("client_id", options.Value.ClientId!),
                KeyValuePair.Create("client_secret", clientSecret),
                KeyValuePair.Create("refresh_token", refreshToken),
            ]),
        };
        Renewing.Mark(request);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return Refusal(await BodyAsync(response, cancellationToken), (int)response.StatusCode);

        var granted = await BodyAsync(response, cancellationToken);
        return granted is { AccessToken: { Length: > 0 } token, ExpiresIn: > 0 and < 86_400 }
            ? new TokenAnswer.Granted(
                token,
                granted.RefreshToken is { Length: > 0 } next ? next : null,
                TimeSpan.FromSeconds(granted.ExpiresIn.Value)
            )
            : throw Renewing.Unreadable();
    }

    private static TokenAnswer Refusal(TokenDocument? said, int status) =>
        said switch
        {
            { Status: "BAD_REFRESH_TOKEN" } or { Error: "invalid_grant" } => new TokenAnswer.Gone(),
            { Status: { } word } when IsWord(word) => new TokenAnswer.Refused(word),
            { Error: { } word } when IsWord(word) => new TokenAnswer.Refused(word),
            _ => new TokenAnswer.Refused(status.ToString(CultureInfo.InvariantCulture)),
        };

    private static bool IsWord(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_');

    private static async Task<TokenDocument?> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(
                await response.Content.ReadAsStreamAsync(cancellationToken),
                TokenJson.Default.TokenDocument,
                cancellationToken
            );
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Both answers in one: <c>status</c> and <c>error</c> come with a refusal.</summary>
internal sealed record TokenDocument(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("expires_in")] long? ExpiresIn,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("error")] string? Error
)
{
    public override string ToString() => nameof(TokenDocument);
}

[JsonSerializable(typeof(TokenDocument))]
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
internal sealed partial class TokenJson : JsonSerializerContext;
