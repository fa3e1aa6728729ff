using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Core.Connectors;
using SalesAgent.Tests.Connectors;

namespace SalesAgent.Tests.Contracts;

/// <summary>One row of a vendor's error table: the answer in the shape their documents give it, and what it has to mean here.</summary>
internal sealed record ErrorRow
{
    /// <summary>As in the lists of <see cref="ReferenceRowsTests"/>.</summary>
    public required string Row { get; init; }

    /// <summary>The vendor's document.</summary>
    public required Uri Source { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required string Body { get; init; }

    /// <summary>Null where the answer is an answer to a read and has a test of its own.</summary>
    public FailureKind? Read { get; init; }

    /// <summary>Null where the answer is an answer to a write and has a test of its own, or comes to reads only.</summary>
    public FailureKind? Write { get; init; }

    /// <summary>The vendor's word that must be kept; null where it may be any or none.</summary>
    public string? Code { get; init; }

    /// <summary>How long to leave them alone; a pause that long is not waited out within the call.</summary>
    public int? PauseSeconds { get; init; }

    /// <summary>How often a read is asked. A write is asked once, always.</summary>
    public required int Tries { get; init; }

    /// <summary>What of the body must not be seen again: everything that is more than a word.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    public WireAnswer Answer => new(Status, Body, Body.StartsWith('<') ? "text/html" : "application/json") { Headers = Headers };

    public static IReadOnlyList<ErrorRow> All(string vendor)
    {
        var json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", vendor, "errors.json"));
        return [.. JsonNode.Parse(json)!.AsArray().Select(node => Parse(node!.AsObject()))];
    }

    public static ErrorRow Find(string vendor, string row) => All(vendor).Single(one => one.Row == row);

    public static TheoryData<string> Names(string vendor) => [.. All(vendor).Select(row => row.Row)];

    private static ErrorRow Parse(JsonObject sample)
    {
        string[] known = ["row", "source", "status", "headers", "body", "read", "write", "code", "pauseSeconds", "tries"];
        sample.Select(field => field.Key).Except(known).ShouldBeEmpty();
        var body = sample["body"]!;
        var isText = body.GetValueKind() is JsonValueKind.String;
        return new ErrorRow
        {
            Row = sample["row"]!.GetValue<string>(),
            Source = new Uri(sample["source"]!.GetValue<string>()),
            Status = sample["status"]!.GetValue<int>(),
            Headers = sample["headers"]?.AsObject().ToDictionary(header => header.Key, header => header.Value!.GetValue<string>()) ?? [],
            Body = isText ? body.GetValue<string>() : body.ToJsonString(),
            Read = Kind(sample["read"]),
            Write = Kind(sample["write"]),
            Code = sample["code"]?.GetValue<string>(),
            PauseSeconds = sample["pauseSeconds"]?.GetValue<int>(),
            Tries = sample["tries"]!.GetValue<int>(),
            Sentences = isText ? [body.GetValue<string>()] : [.. Texts(body).Where(text => text.Contains(' '))],
        };
    }

    private static FailureKind? Kind(JsonNode? kind) => kind is null ? null : Enum.Parse<FailureKind>(kind.GetValue<string>());

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject many => many.SelectMany(field => Texts(field.Value)),
            JsonArray many => many.SelectMany(Texts),
            JsonValue value when value.GetValueKind() is JsonValueKind.String => [value.GetValue<string>()],
            _ => [],
        };
}
