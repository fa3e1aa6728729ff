using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.HubSpot;

/// <summary>The search of one object type: groups are alternatives, the filters of a group all hold.</summary>
internal sealed class HubSpotSearch(HubSpotPortal portal, HubSpotWire wire, TimeProvider time)
{
    private const int LongestBody = 3000;
    private const int MostGroups = 5;
    private const int MostFilters = 6;
    private const int MostFiltersInAll = 18;
    private const int MostResults = 10_000;
    private const int LargestPage = 200;

    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "BETWEEN",
        "CONTAINS_TOKEN",
        "EQ",
        "GT",
        "GTE",
        "HAS_PROPERTY",
        "IN",
        "LT",
        "LTE",
        "NEQ",
        "NOT_CONTAINS_TOKEN",
        "NOT_HAS_PROPERTY",
        "NOT_IN",
    };

    public SandboxAnswer Search(SandboxCall call, string type)
    {
        if (System.Text.Encoding.UTF8.GetCharCount(call.Body.Span) > LongestBody)
            return wire.Invalid($"The request body must not exceed {LongestBody} characters.");
        var body = call.Json();
        var groups = body.Items("filterGroups").Select(group => group.Items("filters").Select(node => Filter.Of(node)).ToList()).ToList();
        if (Objection(type, body, groups) is { } refused)
            return refused;

        var size = body.Number("limit") ?? 10;
        var start = int.Parse(body.Text("after") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture);
        var now = time.GetUtcNow();
        var found =
            groups.Count == 0
                ? portal.All(type)
                : groups.SelectMany(group => Candidates(type, group).Where(record => group.All(filter => Holds(filter, record))));
        var hits = Sorted(
                found.Where(record => !record.Archived && record.SearchableAt <= now).DistinctBy(record => record.Id),
                body.Items("sorts")
            )
            .ToList();
        var asked = body.Items("properties").Select(node => node.AsText() ?? "").ToList();
        return SandboxAnswer.Json(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("total", hits.Count);
                writer.WriteStartArray("results");
                foreach (var record in hits.Skip(start).Take(size))
                    HubSpotJson.Write(writer, record, asked);
                writer.WriteEndArray();
                if (hits.Count > start + size)
                    HubSpotReads.WritePaging(writer, (start + size).ToString(CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }
        );
    }

    private SandboxAnswer? Objection(string type, JsonObject body, List<List<Filter>> groups)
    {
        if (groups.Count > MostGroups)
            return wire.Invalid($"There may be at most {MostGroups} filterGroups.");
        if (groups.Any(group => group.Count is 0 or > MostFilters) || groups.Sum(group => group.Count) > MostFiltersInAll)
            return wire.Invalid($"A filterGroup holds 1 to {MostFilters} filters, all of them together {MostFiltersInAll}.");
        foreach (var filter in groups.SelectMany(group => group))
        {
            if (!Operators.Contains(filter.Operator))
                return wire.Invalid($"Invalid input JSON: Cannot deserialize operator '{filter.Operator}'.");
            if (!HubSpotSchema.Knows(type, filter.Property))
            {
                return wire.Invalid(
                    $"There was a problem with the request: property '{filter.Property}' does not exist.",
                    "PROPERTY_DOESNT_EXIST",
                    filter.Property
                );
            }

            if (filter.Operator is "IN" or "NOT_IN" && filter.Values.Count == 0)
                return wire.Invalid("IN and NOT_IN need values.");
            if (filter.Operator is "BETWEEN" && (filter.Value is null || filter.HighValue is null))
                return wire.Invalid("BETWEEN needs value and highValue.");
            if (filter.Operator is not ("IN" or "NOT_IN" or "BETWEEN" or "HAS_PROPERTY" or "NOT_HAS_PROPERTY") && filter.Value is null)
                return wire.Invalid($"{filter.Operator} needs a value.");
        }

        if (body.ContainsKey("limit") && body.Number("limit") is not (>= 1 and <= LargestPage))
            return wire.Invalid($"limit must be between 1 and {LargestPage}.");
        if (
            body.Text("after") is { } after
            && (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var start) || start > MostResults)
        )
        {
            return wire.Invalid($"after must be a number up to {MostResults}.");
        }

        return body.Items("sorts").Count > 1 ? wire.Invalid("Only one sort is allowed.") : null;
    }

    // An address or a domain names its few objects at once; anything else reads through all of them.
    private IEnumerable<HubSpotRecord> Candidates(string type, List<Filter> group)
    {
        foreach (var filter in group)
        {
            if (filter is { Property: "email", Operator: "EQ" } && type == "contacts")
                return portal.IdByEmail(filter.Value!) is { } id && portal.Find(type, id) is { } contact ? [contact] : [];
            if (
                filter is { Property: "hs_additional_emails", Operator: "CONTAINS_TOKEN" }
                && filter.Value!.Contains('@', StringComparison.Ordinal)
                && type == "contacts"
            )
            {
                return portal.BySecondary(filter.Value).Select(id => portal.Find(type, id)).OfType<HubSpotRecord>();
            }

            if (filter is { Property: "domain", Operator: "EQ" } && type == "companies")
                return portal.ByDomain(filter.Value!).Select(id => portal.Find(type, id)).OfType<HubSpotRecord>();
        }

        return portal.All(type);
    }

    private static bool Holds(Filter filter, HubSpotRecord record)
    {
        var value = record[filter.Property];
        return filter.Operator switch
        {
            "HAS_PROPERTY" => value is not null,
            "NOT_HAS_PROPERTY" => value is null,
            "NEQ" => !Same(value, filter.Value),
            "NOT_IN" => !filter.Values.Any(one => Same(value, one)),
            "NOT_CONTAINS_TOKEN" => value is null || !Token(value, filter.Value!),
            _ when value is null => false,
            "EQ" => Same(value, filter.Value),
            "IN" => filter.Values.Any(one => Same(value, one) && !one.Any(char.IsUpper)),
            "CONTAINS_TOKEN" => Token(value, filter.Value!),
            "GT" => Compare(value, filter.Value!) > 0,
            "GTE" => Compare(value, filter.Value!) >= 0,
            "LT" => Compare(value, filter.Value!) < 0,
            "LTE" => Compare(value, filter.Value!) <= 0,
            "BETWEEN" => Compare(value, filter.Value!) >= 0 && Compare(value, filter.HighValue!) <= 0,
            _ => false,
        };
    }

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool Token(string value, string token) =>
        token.Contains('*', StringComparison.Ordinal)
            ? value.Contains(token.Trim('*'), StringComparison.OrdinalIgnoreCase)
            : value
                .Split([' ', ';', ',', '<', '>', '\n', '(', ')', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
                .Any(word => Same(word, token))
                || (token.Contains(' ', StringComparison.Ordinal) && value.Contains(token, StringComparison.OrdinalIgnoreCase));

    private static int Compare(string left, string right) =>
        Ordinal(left) is { } a && Ordinal(right) is { } b
            ? a.CompareTo(b)
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

    private static decimal? Ordinal(string value)
    {
        if (decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            return number;
        return
            value.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUnixTimeMilliseconds()
            : null;
    }

    private static IEnumerable<HubSpotRecord> Sorted(IEnumerable<HubSpotRecord> found, IReadOnlyList<JsonNode?> sorts)
    {
        if (sorts.Count == 0)
            return found.OrderBy(record => record.Id);
        var name = sorts[0].AsText() ?? sorts[0].Text("propertyName") ?? "createdate";
        var down = name.StartsWith('-') || sorts[0].Text("direction") is "DESCENDING";
        name = name.TrimStart('-');
        var order = Comparer<string?>.Create((a, b) => a is null || b is null ? string.CompareOrdinal(a, b) : Compare(a, b));
        return down ? found.OrderByDescending(record => record[name], order) : found.OrderBy(record => record[name], order);
    }

    private sealed record Filter(string Property, string Operator, string? Value, string? HighValue, IReadOnlyList<string> Values)
    {
        public static Filter Of(JsonNode? node) =>
            new(
                node.Text("propertyName") ?? "",
                node.Text("operator") ?? "",
                node.Text("value"),
                node.Text("highValue"),
                [.. node.Items("values").Select(one => one.AsText() ?? "")]
            );
    }
}
