using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>The OAuth client people sign in through: the file that the Google console offers for download.</summary>
/// <param name="IsWeb">A "Web application" client, else a "Desktop app": the latter may be sent back to any port of this machine and
/// nowhere else.</param>
/// <param name="Redirects">What is registered for it, as far as the file says.</param>
internal sealed record GoogleClient(string Id, string Secret, bool IsWeb, ImmutableArray<Uri> Redirects)
{
    private static readonly Uri AnyPort = new("http://127.0.0.1:0/");

    /// <summary>Where somebody at this machine can be sent back to; port 0 stands for any, null when nothing here is registered.</summary>
    public Uri? OnThisMachine => IsWeb ? Redirects.FirstOrDefault(uri => uri is { IsLoopback: true, Scheme: "http" }) : AnyPort;

    /// <exception cref="FormatException">It is not such a file; the message says what is missing and quotes nothing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static GoogleClient Read(string path)
    {
        var file = Parse(File.ReadAllText(path));
        var (client, isWeb) = (file["web"], file["installed"]) switch
        {
            (JsonObject web, _) => (web, true),
            (_, JsonObject installed) => (installed, false),
            _ => throw new FormatException("it is no OAuth client: download the JSON of a client of type Web application or Desktop app"),
        };
        if (Text(client, "client_id") is not { Length: > 0 } id || Text(client, "client_secret") is not { Length: > 0 } secret)
            throw new FormatException("it has no client_id or no client_secret: download the client's JSON anew when its secret is shown");

        var redirects = client["redirect_uris"] as JsonArray ?? [];
        return new GoogleClient(id, secret, isWeb, [.. redirects.Select(AsUri).OfType<Uri>()]);

        static Uri? AsUri(JsonNode? node) =>
            node?.GetValueKind() is JsonValueKind.String && Uri.TryCreate(node.GetValue<string>(), UriKind.Absolute, out var uri)
                ? uri
                : null;
    }

    /// <exception cref="FormatException">The text is no JSON object.</exception>
    internal static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new FormatException("it is no JSON object");
        }
        catch (JsonException)
        {
            // The parser's message quotes the text, which is a secret.
            throw new FormatException("it is no JSON");
        }
    }

    internal static string? Text(JsonObject node, string name) =>
        node[name] is { } value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    // A record prints its members otherwise.
    public override string ToString() => nameof(GoogleClient);
}
