using System.Text.Json;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SalesAgent.Core.Texts;
using JsonException = System.Text.Json.JsonException;

namespace SalesAgent.Bot.Protocol;

/// <summary>What a click brings along. All of it can be forged by whoever clicks.</summary>
public static class CardData
{
    /// <summary>The data of an Action.Execute: empty when there is none, null when it is no object.</summary>
    /// <remarks>Some clients send a text with JSON in it; the door has not looked into that.</remarks>
    public static JsonObject? OfExecute(object? data) =>
        data switch
        {
            null or JValue { Type: JTokenType.Null } => [],
            string text => Inside(text),
            JValue { Value: string text } => Inside(text),
            _ => Of(data),
        };

    /// <summary>The value of an Action.Submit; null when there is none.</summary>
    public static JsonObject? Of(object? value) =>
        value is JObject said ? JsonNode.Parse(said.ToString(Formatting.None)) as JsonObject : null;

    private static JsonObject? Inside(string text)
    {
        try
        {
            using var json = StrictJson.Parse(WholeJson.Of(text));
            return json.RootElement.ValueKind is JsonValueKind.Object ? JsonObject.Create(json.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
