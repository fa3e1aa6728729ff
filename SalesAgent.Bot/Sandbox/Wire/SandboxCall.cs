using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Wire;

/// <summary>One request as a vendor sees it: the route's values, the query and the whole (decoded) body.</summary>
internal sealed class SandboxCall(HttpContext context, byte[] body)
{
    public HttpContext Context => context;

    public ReadOnlyMemory<byte> Body => body;

    public string BaseAddress => $"{context.Request.Scheme}://{context.Request.Host.Value}";

    /// <summary>The token after <c>Bearer</c>, or null where the header is missing or of another scheme.</summary>
    public string? Bearer
    {
        get
        {
            const string scheme = "Bearer ";
            var header = context.Request.Headers.Authorization;
            return
                header.Count == 1
                && header[0] is { } value
                && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
                && value.Length > scheme.Length
                ? value[scheme.Length..].Trim()
                : null;
        }
    }

    /// <summary>A value of the path. Kestrel leaves <c>%2F</c> encoded, everything else is decoded already.</summary>
    public string Route(string name) =>
        (context.Request.RouteValues[name] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>A repeatable query parameter; HubSpot takes commas as well.</summary>
    public IEnumerable<string> QueryAll(string name, bool commas = false)
    {
        foreach (var value in context.Request.Query[name])
        {
            if (string.IsNullOrEmpty(value))
                continue;
            if (!commas)
            {
                yield return value;
                continue;
            }

            foreach (var part in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                yield return part;
        }
    }

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="JsonException">The body is empty, is not JSON or is no object.</exception>
    public JsonObject Json() => JsonNode.Parse(body) as JsonObject ?? throw new JsonException("The body is not a JSON object.");

    /// <summary>The body as <c>application/x-www-form-urlencoded</c>; a name given twice keeps its last value.</summary>
    public Dictionary<string, string> Form()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in System.Text.Encoding.UTF8.GetString(body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = pair.IndexOf('=', StringComparison.Ordinal);
            var name = cut < 0 ? pair : pair[..cut];
            fields[System.Net.WebUtility.UrlDecode(name)] = cut < 0 ? "" : System.Net.WebUtility.UrlDecode(pair[(cut + 1)..]);
        }

        return fields;
    }
}
