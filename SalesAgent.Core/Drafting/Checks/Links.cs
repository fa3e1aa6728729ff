using System.Net;
using System.Text.RegularExpressions;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>Finds what a mail program would make a link of, with or without a scheme, and says what is wrong with it.</summary>
internal static partial class Links
{
    private static readonly char[] ClosingMarks = [.. ".,;:!?)]}>\"'”’»*_"];

    private static readonly HashSet<string> Shorteners = new(StringComparer.OrdinalIgnoreCase)
    {
        "bit.ly",
        "t.co",
        "tinyurl.com",
        "goo.gl",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "cutt.ly",
        "rb.gy",
        "rebrand.ly",
        "lnkd.in",
        "t.ly",
        "shorturl.at",
        "tiny.cc",
        "s.id",
        "bl.ink",
        "short.io",
        "hubs.ly",
        "hubs.la",
        "dub.sh",
        "v.gd",
        "trib.al",
    };

    public static IEnumerable<string> In(string text)
    {
        // Most texts have neither, and need no search.
        if (!text.AsSpan().ContainsAny('.', ':'))
            yield break;

        foreach (Match match in Pattern().Matches(text))
        {
            var link = match.Value.TrimEnd(ClosingMarks);
            if (link.Length > 3)
                yield return link;
        }
    }

    /// <summary>
    /// As <see cref="In"/>, and whatever else has the shape of a host, under any top-level domain: for words that are not ours and
    /// can be left out. "Node.js" and "ASP.NET" are none.
    /// </summary>
    public static IEnumerable<string> Suspected(string text) => In(text).Concat(HostShape().Matches(text).Select(match => match.Value));

    /// <summary>Why the link may not stay, completing "a link that …", or null when it may.</summary>
    public static string? WhyNot(string link, DraftFacts facts) => WhyNot(link, facts.ContactEmail, facts.AllowedLinkHosts);

    public static string? WhyNot(string link, string contactEmail, IReadOnlyCollection<string> allowedHosts)
    {
        if (link.Contains('\\', StringComparison.Ordinal))
            return "is written so that programs disagree where it leads";

        var hasScheme = link.Contains("://", StringComparison.Ordinal);
        var isOpaque = !hasScheme && OpaqueScheme().IsMatch(link);
        if (isOpaque || !Uri.TryCreate(hasScheme ? link : $"https://{link}", UriKind.Absolute, out var target))
            return "is no web address";
        if (target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp)
            return "is no web address";
        if (target.UserInfo.Length > 0)
            return "hides where it leads behind a user name";

        var host = target.IdnHost.TrimEnd('.');
        if (Shorteners.Contains(host))
            return "hides where it leads behind a shortener";
        if (allowedHosts.Any(allowed => Covers(allowed, host)))
            return null;
        if (host.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            return "imitates another address with foreign letters";

        // A company that is called like its site is no link of ours, as long as the mail says no more than the name.
        var justAName = !hasScheme && !isOpaque && target.PathAndQuery == "/" && target.IsDefaultPort && target.Fragment.Length == 0;
        if (justAName && EmailAddress.TryNormalise(contactEmail, out var contact) && IsTheirSite(host, EmailAddress.DomainOf(contact)))
        {
            return null;
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out _) ? "leads to a bare number" : "leads to a site that is not on the list";
    }

    /// <summary>The host is the lead's own: that of their address, or the one above it.</summary>
    public static bool IsTheirSite(string host, string? domain) =>
        domain is not null
        && host.Contains('.', StringComparison.Ordinal)
        && (
            string.Equals(domain, host, StringComparison.OrdinalIgnoreCase)
            || domain.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase)
        );

    public static bool IsShortener(string host) => Shorteners.Contains(host);

    private static bool Covers(string allowed, string host) =>
        allowed.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(allowed, host, StringComparison.OrdinalIgnoreCase);

    // In this order: any scheme; schemes without slashes; www.; a host with a path, port or query; a bare host under one of
    // the top-level domains that mail programs recognise and that are no English words; a bare number with a path.
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])[a-z][a-z0-9+.-]{1,15}:[/\\]{2}\S*"
            + @"|(?<![\p{L}\p{N}])(?:(?:mailto|javascript|vbscript|data|file|sms|sip|callto|skype):[^\s]\S*|tel:\+?\d{5}\S*)"
            + @"|(?<![\p{L}\p{N}@.-])www\.\S+"
            + @"|(?<![\p{L}\p{N}@._%+-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{1,22}(?:[/\\?#]|:\d)\S*"
            + @"|(?<![\p{L}\p{N}@._%+-])(?!(?:asp|ado|vb)\.net\b)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:"
            + LinkSpelling.TopLevels
            + @")(?![\p{L}\p{N}@-])"
            + @"|(?<![\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?:(?::\d+)?/\S*|:\d+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Pattern();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}.-])(?!\p{L}+\.js\b|(?:asp|ado|vb)\.net\b)(?:[\p{L}\p{N}-]{2,}\.)+\p{L}{2,}(?![\p{L}\p{N}])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex HostShape();

    [GeneratedRegex(
        "^(?:mailto|javascript|vbscript|data|file|sms|sip|callto|skype|tel):",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex OpaqueScheme();
}
