using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SalesAgent.Core.Connectors.HubSpot.Access;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary>Sends one request to HubSpot and reads its answer. Failures arrive from below as <see cref="ConnectorException"/>.</summary>
internal sealed class HubSpotApi(HttpClient http, IHubSpotAccess access, SearchPace searches, CallPace pace, CallPace searchPauses)
{
    private const string Version = "2026-09";

    public const string Contacts = $"crm/objects/{Version}/contacts";
    public const string Companies = $"crm/objects/{Version}/companies";
    public const string Deals = $"crm/objects/{Version}/deals";
    public const string Tasks = $"crm/objects/{Version}/tasks";
    public const string Notes = $"crm/objects/{Version}/notes";
    public const string ContactAssociations = $"crm/associations/{Version}/contacts";
    public const string Owners = $"crm/owners/{Version}";
    public const string Token = $"oauth/{Version}/token";
    public const string AccountDetails = $"account-info/{Version}/details";

    private const string SearchPath = "/search";

    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    /// <summary>Null is a 404, and only when the call expects one.</summary>
    public async Task<T?> GetAsync<T>(OutsideCall call, string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(call, HttpMethod.Get, path, null, cancellationToken);
        return response.StatusCode is HttpStatusCode.NotFound ? null : await ReadAsync(call, response, answer, cancellationToken);
    }

    public async Task<TAnswer> PostAsync<TBody, TAnswer>(
        OutsideCall call,
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answer,
        CancellationToken cancellationToken
    )
        where TAnswer : class
    {
        using var response = await SendAsync(call, HttpMethod.Post, path, Json(body, bodyType), cancellationToken);
        return await ReadAsync(call, response, answer, cancellationToken);
    }

    /// <param name="objects">The path of what is searched.</param>
    public async Task<CrmPage> SearchAsync(OutsideCall call, string objects, SearchQuery query, CancellationToken cancellationToken)
    {
        await searches.WaitAsync(call, cancellationToken);
        return await PostAsync(
            call,
            objects + SearchPath,
            query,
            HubSpotJson.Default.SearchQuery,
            HubSpotJson.Default.CrmPage,
            cancellationToken
        );
    }

    /// <summary>The bare answer, for a call that tells several statuses apart.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        OutsideCall call,
        HttpMethod method,
        string path,
        byte[]? json,
        CancellationToken cancellationToken
    )
    {
        var token = await access.TokenAsync(call, cancellationToken);
        try
        {
            return await SendAsync(call, method, path, json, token, cancellationToken);
        }
        catch (ConnectorException failure) when (failure.Code is "EXPIRED_AUTHENTICATION" or "INVALID_AUTHENTICATION" or "401")
        {
            // Who is not let in has written nothing, so that even a write may be sent once more.
            if (await access.ReplacementAsync(call, token, cancellationToken) is not { } other)
                throw;
            return await SendAsync(call, method, path, json, other, cancellationToken);
        }
    }

    public static byte[] Json<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);

    public static async Task<T> ReadAsync<T>(
        OutsideCall call,
        HttpResponseMessage response,
        JsonTypeInfo<T> answer,
        CancellationToken cancellationToken
    )
        where T : class
    {
        try
        {
            // It lies in memory by now, so that nothing is waited for.
            return JsonSerializer.Deserialize(await response.Content.ReadAsStreamAsync(cancellationToken), answer)
                ?? throw call.Unreadable();
        }
        catch (JsonException)
        {
            throw call.Unreadable();
        }
    }

    /// <summary>An id as HubSpot wrote it.</summary>
    public static long Id(OutsideCall call, string? text) => TryId(text) ?? throw call.Unreadable("id");

    public static long? TryId(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    public static string? Property(CrmObject item, string name) =>
        item.Properties is { } properties && properties.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value)
            ? value
            : null;

    /// <summary>Nothing found is an answer (207 says so object by object); any other error makes the list incomplete.</summary>
    public static void ThrowIfIncomplete(OutsideCall call, List<BatchError>? errors, int? count)
    {
        if (
            errors is { Count: > 0 }
                ? errors.Any(error =>
                    error.Category is not "OBJECT_NOT_FOUND" && error.SubCategory is not "crm.associations.NO_ASSOCIATIONS_FOUND"
                )
                : count > 0
        )
        {
            throw call.Unreadable("partial_answer");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        OutsideCall call,
        HttpMethod method,
        string path,
        byte[]? json,
        string token,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null)
            request.Content = new ByteArrayContent(json) { Headers = { ContentType = JsonType } };
        call.Mark(request);

        // Searches have a limit of their own and are counted by nobody else's.
        (path.EndsWith(SearchPath, StringComparison.Ordinal) ? searchPauses : pace).Govern(request);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
