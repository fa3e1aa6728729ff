using SalesAgent.Core.Connectors.DraftOnly;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary>What may be asked of Gmail: to read, and to keep drafts.</summary>
internal sealed class DraftOnlyRules(Uri baseUri) : WireRules(ConnectorServices.Gmail, baseUri)
{
    private const string Users = "gmail/v1/users/";

    private static readonly (string Method, string Tail)[] Allowed =
    [
        ("GET", "profile"),
        ("GET", "labels"),
        ("GET", "history"),
        ("GET", "settings/sendAs"),
        ("GET", "threads"),
        ("GET", "threads/*"),
        ("GET", "messages/*"),
        ("GET", "drafts"),
        ("GET", "drafts/*"),
        ("POST", "drafts"),
        ("PUT", "drafts/*"),
        ("DELETE", "drafts/*"),
    ];

    private static readonly string[] QueryKeys =
    [
        "q",
        "maxResults",
        "pageToken",
        "format",
        "metadataHeaders",
        "startHistoryId",
        "historyTypes",
        "labelId",
        "fields",
        "alt",
        "prettyPrint",
    ];

    private static readonly string[] Verbs = ["send", "import", "insert", "modify", "trash", "untrash", "batchModify", "batchDelete"];

    protected override string[] PathWords { get; } =
    [
        "upload",
        "resumable",
        "batch",
        "gmail",
        "v1",
        "users",
        "me",
        "profile",
        "threads",
        "messages",
        "drafts",
        "history",
        "labels",
        "settings",
        "sendAs",
        "watch",
        "stop",
        .. Verbs,
    ];

    protected override bool IsListed(string method, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        if (!path.StartsWith(Users, StringComparison.Ordinal))
            return false;
        var rest = path[Users.Length..];
        var slash = rest.IndexOf('/');
        return slash > 0 && IsMailbox(rest[..slash]) && IsListed(method, rest[(slash + 1)..]) && HasOnly(query, QueryKeys);
    }

    private static bool IsListed(string method, ReadOnlySpan<char> tail)
    {
        foreach (var (allowedMethod, allowedTail) in Allowed)
        {
            if (method != allowedMethod)
                continue;
            if (tail.SequenceEqual(allowedTail))
                return true;
            if (
                allowedTail[^1] is '*'
                && tail.StartsWith(allowedTail.AsSpan(0, allowedTail.Length - 1), StringComparison.Ordinal)
                && IsIdAndNoVerb(tail[(allowedTail.Length - 1)..])
            )
            {
                return true;
            }
        }

        return false;
    }

    // Gmail's verbs have the shape of an id and are none.
    private static bool IsIdAndNoVerb(ReadOnlySpan<char> id)
    {
        if (!IsId(id))
            return false;
        foreach (var verb in Verbs)
        {
            if (id.Equals(verb, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }
}
