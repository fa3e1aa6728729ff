using System.Text.Json.Nodes;

namespace SalesAgent.Tests.Drafting.Injection;

/// <summary>Something that somebody might type to get the product to do what it should not. Samples/Injection has them.</summary>
internal sealed record HostileText(string Name, string Text)
{
    public static IReadOnlyList<HostileText> All { get; } =
    [
        .. JsonNode
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "Injection", "hostile-texts.json")))!
            .AsArray()
            .Select(one => new HostileText(
                one!["name"]!.GetValue<string>(),
                string.Concat(Enumerable.Repeat(one["text"]!.GetValue<string>(), one["times"]?.GetValue<int>() ?? 1))
            )),
    ];
}
