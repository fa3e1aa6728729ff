using System.Text.Json.Nodes;

namespace SalesAgent.Tests.Protocol;

/// <summary>The tenant, bot and moment of the samples under Samples/Teams.</summary>
internal static class Teams
{
    public const string AppId = "9a7f2d54-1c1e-4a3f-8f57-2f0f5f7e1d01";
    public const string Tenant = "6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11";
    public const string ServiceUrl = $"https://smba.trafficmanager.net/emea/{Tenant}/";

    public static DateTimeOffset Now { get; } = new(2026, 3, 4, 8, 15, 31, TimeSpan.Zero);

    public static string Text(string sample) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "Teams", $"{sample}.json"));

    public static JsonObject Sample(string sample) => JsonNode.Parse(Text(sample))!.AsObject();

    public static JsonObject Message() => Sample("personal-message");

    public static JsonObject Invoke() => Sample("execute-invoke");
}
