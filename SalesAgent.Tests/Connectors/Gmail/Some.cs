using System.Text.Json.Nodes;
using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Tests.Connectors.Gmail;

/// <summary>Some mail.</summary>
internal static class Some
{
    public static OutgoingDraft Draft(string body = "Hello Jane,\n\nTuesday at ten?") =>
        new()
        {
            To = "jane@acme.test",
            ToName = "Jane Doe",
            From = "rep@sales.test",
            FromName = "Rita Rep",
            Subject = "Your question",
            Body = body,
            RunId = "run-1",
        };

    /// <summary>A message as Gmail writes it with format <c>metadata</c>.</summary>
    public static JsonObject Message(string id, long at, string from, string to, params (string Name, string Value)[] more)
    {
        var headers = new JsonArray(Header("From", from), Header("To", to));
        foreach (var (name, value) in more)
            headers.Add(Header(name, value));
        return new JsonObject
        {
            ["id"] = id,
            ["internalDate"] = at.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["labelIds"] = new JsonArray("INBOX"),
            ["snippet"] = "It&#39;s &lt;fine&gt;",
            ["payload"] = new JsonObject { ["headers"] = headers },
        };
    }

    public static JsonObject Labelled(this JsonObject message, params string[] labels)
    {
        message["labelIds"] = new JsonArray([.. labels.Select(label => (JsonNode)label)]);
        return message;
    }

    public static string Thread(string id, params JsonObject[] messages) =>
        new JsonObject
        {
            ["id"] = id,
            ["historyId"] = "1",
            ["messages"] = new JsonArray([.. messages]),
        }.ToJsonString();

    private static JsonObject Header(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
