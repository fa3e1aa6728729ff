namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary>
/// What may be asked of Gmail, by method and path as they go onto the wire. What is not listed does not exist:
/// there is no list of forbidden things that a clever spelling could slip past.
/// </summary>
internal sealed class DraftOnlyRules(Uri baseUri)
{
    private const string Users = "gmail/v1/users/";

    // Compared exactly: Google's paths are lower case, and another case or an escape is a disguise.
    private static readonly (string Method, string Tail)[] Allowed =
    [
        ("GET", "profile"),
        ("GET", "threads"),
        ("GET", "threads/*"),
        ("GET", "drafts"),
        ("GET", "drafts/*"),
        ("POST", "drafts"),
        ("PUT", "drafts/*"),
        ("DELETE", "drafts/*"),
    ];

    private static readonly string[] QueryKeys =
        ["q", "maxResults", "pageToken", "format", "metadataHeaders", "fields", "alt", "prettyPrint"];

    private static readonly string[] Verbs = ["send", "import", "insert", "modify", "trash", "untrash", "batchModify", "batchDelete"];

    private static readonly string[] PathWords =
    [
        "upload", "resumable", "batch", "gmail", "v1", "users", "me", "profile", "threads", "messages", "drafts",
        "history", "labels", "settings", "sendAs", "watch", "stop", .. Verbs,
    ];

    private readonly string basePath = baseUri.AbsolutePath.EndsWith('/') ? baseUri.AbsolutePath : baseUri.AbsolutePath + "/";

    public bool Allow(HttpRequestMessage request)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } uri
            || Uri.Compare(uri, baseUri, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0
            || request.Headers.Host is not null
            || request.Headers.NonValidated.Any(header => ReplacesMethod(header.Key))
            || (request.Content?.Headers.NonValidated.Any(header => ReplacesMethod(header.Key)) ?? false))
            return false;

        var path = uri.AbsolutePath;
        if (!path.StartsWith(basePath, StringComparison.Ordinal) || !path.AsSpan(basePath.Length).StartsWith(Users, StringComparison.Ordinal))
            return false;

        var rest = path.AsSpan(basePath.Length + Users.Length);
        var slash = rest.IndexOf('/');
        return slash > 0
            && IsMailbox(rest[..slash])
            && IsListed(request.Method.Method, rest[(slash + 1)..])
            && IsPlainQuery(uri.Query.AsSpan());
    }

    /// <summary>The path with everything but Google's own words taken out, for an alarm that names nobody.</summary>
    public static string ShapeOf(Uri? uri)
    {
        if (uri is not { IsAbsoluteUri: true })
            return "?";
        var segments = Uri.UnescapeDataString(uri.AbsolutePath).Split('/', '\\').Skip(1).Take(12);
        return "/" + string.Join('/', segments.Select(segment =>
            segment.Length == 0 ? "" : Array.Find(PathWords, word => word.Equals(segment, StringComparison.OrdinalIgnoreCase)) ?? "*"));
    }

    private static bool IsListed(string method, ReadOnlySpan<char> tail)
    {
        foreach (var (allowedMethod, allowedTail) in Allowed)
        {
            if (method != allowedMethod)
                continue;
            if (tail.SequenceEqual(allowedTail))
                return true;
            if (allowedTail[^1] is '*' && tail.StartsWith(allowedTail.AsSpan(0, allowedTail.Length - 1), StringComparison.Ordinal)
                && IsId(tail[(allowedTail.Length - 1)..]))
                return true;
        }

        return false;
    }

    // Letters, digits, - and _: no slash, dot, escape or second segment. Gmail's verbs have the same shape and are no ids.
    private static bool IsId(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > 128 || id.ContainsAnyExcept(IdCharacters))
            return false;
        foreach (var verb in Verbs)
            if (id.Equals(verb, StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }

    // An address or "me". Escapes are allowed only where they stand for a character an address may have.
    private static bool IsMailbox(ReadOnlySpan<char> user)
    {
        if (user is "." or "..")
            return false;
        for (var i = 0; i < user.Length; i++)
        {
            var c = user[i];
            if (c is '%')
            {
                if (i + 2 >= user.Length || !char.IsAsciiHexDigit(user[i + 1]) || !char.IsAsciiHexDigit(user[i + 2]))
                    return false;
                c = (char)int.Parse(user.Slice(i + 1, 2), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
                i += 2;
            }

            if (!AddressCharacters.Contains(c))
                return false;
        }

        return true;
    }

    private static bool IsPlainQuery(ReadOnlySpan<char> query)
    {
        if (query.Length <= 1)
            return true;
        foreach (var range in query[1..].Split('&'))
        {
            var pair = query[1..][range];
            var equals = pair.IndexOf('=');
            if (equals < 0 || !IsQueryKey(pair[..equals]))
                return false;
        }

        return true;
    }

    private static bool IsQueryKey(ReadOnlySpan<char> key)
    {
        foreach (var allowed in QueryKeys)
            if (key.SequenceEqual(allowed))
                return true;
        return false;
    }

    private static bool ReplacesMethod(string header) =>
        header.Contains("method", StringComparison.OrdinalIgnoreCase)
        && (header.Contains("http", StringComparison.OrdinalIgnoreCase) || header.Contains("override", StringComparison.OrdinalIgnoreCase));

    private static readonly System.Buffers.SearchValues<char> IdCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private static readonly System.Buffers.SearchValues<char> AddressCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+!$&'*=~");
}
