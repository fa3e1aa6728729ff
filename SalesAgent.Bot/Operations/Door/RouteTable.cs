using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// The closed list of routes that requests are counted under. A request belongs to the route it matched; one that matched nothing belongs
/// to the route it is another spelling of (case, slashes, escapes, method), and everything else to one entry for unknown paths.
/// </summary>
internal sealed class RouteTable
{
    /// <summary>Where every path is counted that is no spelling of a route.</summary>
    public const int Unknown = 0;

    private readonly List<Route> routes = [new("unknown", [], IsCounted: true, ChecksOperator: false)];
    private readonly Dictionary<RoutePattern, int> byPattern = new(ReferenceEqualityComparer.Instance);

    /// <param name="uncounted">Patterns that are never refused for being asked too often.</param>
    public RouteTable(IEnumerable<Endpoint> endpoints, IReadOnlyCollection<string> uncounted)
    {
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            string?[] segments = [.. endpoint.RoutePattern.PathSegments.Select(TextOf)];
            var name = "/" + string.Join('/', segments.Select(segment => segment?.ToLowerInvariant() ?? "*"));
            var index = routes.FindIndex(route => route.Name == name);
            if (index < 0)
            {
                index = routes.Count;
                routes.Add(new Route(name, segments, !uncounted.Contains(name), endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null));
            }

            byPattern[endpoint.RoutePattern] = index;
        }
    }

    public int Count => routes.Count;

    public Route this[int index] => routes[index];

    public int IndexOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint matched && byPattern.TryGetValue(matched.RoutePattern, out var index)
            ? index
            : IndexOf(context.Request.Path.Value);

    /// <summary>Of a path as it was sent, in whatever spelling.</summary>
    internal int IndexOf(string? path)
    {
        for (var index = 1; index < routes.Count; index++)
        {
            if (IsSpellingOf(path, routes[index].Segments))
                return index;
        }

        return Unknown;
    }

    private static bool IsSpellingOf(ReadOnlySpan<char> path, string?[] segments)
    {
        foreach (var expected in segments)
        {
            path = path[Slashes(path)..];
            if (path.IsEmpty)
                return false;

            var length = LengthOfSegment(path);
            if (expected is not null && !path[..length].Equals(expected, StringComparison.OrdinalIgnoreCase))
                return false;

            path = path[length..];
        }

        return Slashes(path) == path.Length;
    }

    /// <summary>
    /// Characters at the start that separate segments: a slash, a backslash, or an escaped slash, which the server leaves as it is.
    /// </summary>
    private static int Slashes(ReadOnlySpan<char> path)
    {
        var length = 0;
        while (length < path.Length)
        {
            var step = Separator(path[length..]);
            if (step == 0)
                break;

            length += step;
        }

        return length;
    }

    private static int LengthOfSegment(ReadOnlySpan<char> path)
    {
        var length = 0;
        while (length < path.Length && Separator(path[length..]) == 0)
            length++;
        return length;
    }

    private static int Separator(ReadOnlySpan<char> path) =>
        path switch
        {
            ['/' or '\\', ..] => 1,
            ['%', '2', 'F' or 'f', ..] => 3,
            ['%', '5', 'C' or 'c', ..] => 3,
            _ => 0,
        };

    /// <summary>Literal text, or null where anything may stand.</summary>
    private static string? TextOf(RoutePatternPathSegment segment) =>
        segment.IsSimple && segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : null;

    /// <param name="Name">The pattern in lower case, such as <c>/workflows/*</c>.</param>
    /// <param name="IsCounted">Whether it may be refused for being asked too often.</param>
    /// <param name="ChecksOperator">It wants the operator key, and looking at that costs less than counting.</param>
    internal sealed record Route(string Name, string?[] Segments, bool IsCounted, bool ChecksOperator);
}
