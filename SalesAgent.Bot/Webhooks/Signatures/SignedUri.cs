using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace SalesAgent.Bot.Webhooks.Signatures;

/// <summary>The address that HubSpot called and signed, which is not always the one that reached this process.</summary>
internal static class SignedUri
{
    /// <summary>Scheme, host, path and query as the sender wrote them, escapes untouched.</summary>
    /// <param name="publicBase">What stands in front of the request target outside; null takes it from the request.</param>
    public static string Of(HttpRequest request, Uri? publicBase)
    {
        // The raw target, because Request.Path is already unescaped and what was escaped in it is lost.
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target))
            target = $"{request.PathBase}{request.Path}{request.QueryString}";
        else if (target[0] != '/')
            target = WithoutAuthority(target);

        return publicBase is null
            ? $"{request.Scheme}://{request.Host.Value}{target}"
            : string.Concat(publicBase.OriginalString.TrimEnd('/'), target);
    }

    /// <summary>
    /// Undoes the twelve escapes that the v3 signature undoes, in one pass from left to right: what an escape
    /// turns into is never looked at again, and every other escape stays.
    /// </summary>
    public static string Decode(string uri)
    {
        var first = uri.IndexOf('%', StringComparison.Ordinal);
        if (first < 0)
            return uri;

        var buffer = ArrayPool<char>.Shared.Rent(uri.Length);
        uri.CopyTo(0, buffer, 0, first);
        var length = first;
        for (var i = first; i < uri.Length; i++)
        {
            if (uri[i] == '%' && Unescaped(uri.AsSpan(i + 1)) is var character and not '\0')
            {
                buffer[length++] = character;
                i += 2;
            }
            else
            {
                buffer[length++] = uri[i];
            }
        }

        var decoded = new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return decoded;
    }

    private static char Unescaped(ReadOnlySpan<char> digits) =>
        digits switch
        {
            ['3', 'A' or 'a', ..] => ':',
            ['2', 'F' or 'f', ..] => '/',
            ['3', 'F' or 'f', ..] => '?',
            ['4', '0', ..] => '@',
            ['2', '1', ..] => '!',
            ['2', '4', ..] => '$',
            ['2', '7', ..] => '\'',
            ['2', '8', ..] => '(',
            ['2', '9', ..] => ')',
            ['2', 'A' or 'a', ..] => '*',
            ['2', 'C' or 'c', ..] => ',',
            ['3', 'B' or 'b', ..] => ';',
            _ => '\0',
        };

    /// <summary>A proxy may send the absolute form (RFC 9112 §3.2.2): <c>POST http://host/path</c>.</summary>
    private static string WithoutAuthority(string target)
    {
        var authority = target.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return target;

        var path = target.AsSpan(authority + 3).IndexOfAny('/', '?');
        return path < 0 ? "/" : target[(authority + 3 + path)..];
    }
}
