using System.Buffers;
using System.Globalization;

namespace SalesAgent.Core.Connectors.DraftOnly;

/// <summary>
/// What may be asked of one of Google's services, judged by the request as it goes onto the wire. What is not listed does
/// not exist: there is no list of forbidden things that a clever spelling could slip past.
/// </summary>
/// <param name="connector"><c>gmail</c> or <c>calendar</c>.</param>
/// <param name="baseUri">The only place requests may go to.</param>
internal abstract class WireRules(string connector, Uri baseUri)
{
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
    );

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+!$&'*=~"
    );

    private readonly string basePath = baseUri.AbsolutePath.EndsWith('/') ? baseUri.AbsolutePath : baseUri.AbsolutePath + "/";

    public string Connector { get; } = connector;

    /// <summary>Google's words for the paths of this service; an alarm repeats nothing else.</summary>
    protected abstract string[] PathWords { get; }

    public async ValueTask<bool> AllowAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        PathOf(request) is { } path
        && IsListed(request.Method.Method, path, request.RequestUri!.Query)
        && await MayCarryAsync(request, path, cancellationToken);

    /// <summary>The path with everything but Google's own words taken out, for an alarm that names nobody.</summary>
    public string ShapeOf(Uri? uri)
    {
        if (uri is not { IsAbsoluteUri: true })
            return "?";
        var segments = Uri.UnescapeDataString(uri.AbsolutePath).Split('/', '\\').Skip(1).Take(12);
        return "/"
            + string.Join(
                '/',
                segments.Select(segment =>
                    segment.Length == 0
                        ? ""
                        : Array.Find(PathWords, word => word.Equals(segment, StringComparison.OrdinalIgnoreCase)) ?? "*"
                )
            );
    }

    /// <param name="method">As it stands in the request; another case is another method.</param>
    /// <param name="path">Below the base address, still escaped. Compared exactly: another case or an escape is a disguise.</param>
    /// <param name="query">With its question mark, or empty.</param>
    protected abstract bool IsListed(string method, ReadOnlySpan<char> path, ReadOnlySpan<char> query);

    /// <summary>Whether the body is one that a listed request may have.</summary>
    protected virtual ValueTask<bool> MayCarryAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken) =>
        new(true);

    /// <summary>Letters, digits, - and _: no slash, dot, escape or second segment.</summary>
    protected static bool IsId(ReadOnlySpan<char> id) => id.Length is > 0 and <= 128 && !id.ContainsAnyExcept(IdCharacters);

    /// <summary>An address, "me" or "primary". Escapes are allowed only where they stand for a character an address may have.</summary>
    protected static bool IsMailbox(ReadOnlySpan<char> user)
    {
        if (user is "" or "." or "..")
            return false;
        for (var i = 0; i < user.Length; i++)
        {
            var c = user[i];
            if (c is '%')
            {
                if (i + 2 >= user.Length || !char.IsAsciiHexDigit(user[i + 1]) || !char.IsAsciiHexDigit(user[i + 2]))
                    return false;
                c = (char)int.Parse(user.Slice(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                i += 2;
            }

            if (!AddressCharacters.Contains(c))
                return false;
        }

        return true;
    }

    /// <summary>Each key is plain, has a value, and is one of those.</summary>
    protected static bool HasOnly(ReadOnlySpan<char> query, string[] keys)
    {
        if (query.Length <= 1)
            return true;
        foreach (var range in query[1..].Split('&'))
        {
            var pair = query[1..][range];
            var equals = pair.IndexOf('=');
            if (equals < 0 || !Contains(keys, pair[..equals]))
                return false;
        }

        return true;
    }

    /// <summary>None of those keys is missing.</summary>
    protected static bool HasAll(ReadOnlySpan<char> query, string[] keys)
    {
        foreach (var key in keys)
        {
            if (!query.Contains($"?{key}=", StringComparison.Ordinal) && !query.Contains($"&{key}=", StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static bool Contains(string[] keys, ReadOnlySpan<char> key)
    {
        foreach (var allowed in keys)
        {
            if (key.SequenceEqual(allowed))
                return true;
        }

        return false;
    }

    // Null for another host, another base path, or a header that makes it another request than it seems to be.
    private string? PathOf(HttpRequestMessage request)
    {
        if (
            request.RequestUri is not { IsAbsoluteUri: true } uri
            || Uri.Compare(
                uri,
                baseUri,
                UriComponents.SchemeAndServer | UriComponents.UserInfo,
                UriFormat.UriEscaped,
                StringComparison.OrdinalIgnoreCase
            ) != 0
            || request.Headers.Host is not null
            || request.Headers.NonValidated.Any(header => ReplacesMethod(header.Key))
            || (request.Content?.Headers.NonValidated.Any(header => ReplacesMethod(header.Key)) ?? false)
        )
        {
            return null;
        }

        var path = uri.AbsolutePath;
        return path.StartsWith(basePath, StringComparison.Ordinal) ? path[basePath.Length..] : null;
    }

    private static bool ReplacesMethod(string header) =>
        header.Contains("method", StringComparison.OrdinalIgnoreCase)
        && (header.Contains("http", StringComparison.OrdinalIgnoreCase) || header.Contains("override", StringComparison.OrdinalIgnoreCase));
}
