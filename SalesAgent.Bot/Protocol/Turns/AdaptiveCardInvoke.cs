using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Protocol;

/// <summary>A click on an Action.Execute, or a card's refresh. All of it can be forged by whoever clicks.</summary>
public sealed record AdaptiveCardInvoke
{
    /// <summary>The invoke's name.</summary>
    public const string Name = "adaptiveCard/action";

    private static readonly JsonDocumentOptions InnerJson = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = ProtocolJson.DepthLimit,
    };

    public string? Verb { get; init; }

    /// <summary>The action's data merged with the card's inputs. Empty when there was none.</summary>
    public required JsonObject Data { get; init; }

    /// <summary><c>manual</c>, <c>automatic</c> (a refresh, which must change nothing) or absent.</summary>
    public string? Trigger { get; init; }

    /// <summary>The action's id in the card.</summary>
    public string? Id { get; init; }

    /// <summary>Reads the activity's value.</summary>
    /// <param name="refusal">What to answer when it cannot be read.</param>
    public static bool TryParse(
        Activity activity,
        [NotNullWhen(true)] out AdaptiveCardInvoke? invoke,
        [NotNullWhen(false)] out InvokeResponse? refusal)
    {
        (invoke, refusal) = Read(activity.Value);
        return invoke is not null;
    }

    private static (AdaptiveCardInvoke?, InvokeResponse?) Read(JsonElement? value)
    {
        if (value is not { ValueKind: not JsonValueKind.Null } present)
            return (null, Bad("The invoke has no value."));
        if (present.ValueKind is not JsonValueKind.Object)
            return (null, Bad("The invoke's value is not an object."));
        if (!present.TryGetProperty("action", out var action) || action.ValueKind is JsonValueKind.Null)
            return (null, Bad("The invoke's value has no action."));
        if (action.ValueKind is not JsonValueKind.Object)
            return (null, Bad("The invoke's action is not an object."));
        if (!TryText(action, "type", out var type) || type is not "Action.Execute")
            return (null, AdaptiveCardInvokeResponse.Error("NotSupported", "Only Action.Execute is supported."));
        if (!TryText(action, "verb", out var verb) || !TryText(action, "id", out var id)
            || !TryText(present, "trigger", out var trigger))
            return (null, Bad("The invoke's verb, id or trigger is not a text."));
        if (DataOf(action) is not { } data)
            return (null, Bad("The action's data is not an object."));

        return (new AdaptiveCardInvoke { Verb = verb, Data = data, Id = id, Trigger = trigger }, null);
    }

    /// <summary>Some clients send the data as a text with JSON in it.</summary>
    private static JsonObject? DataOf(JsonElement action)
    {
        if (!action.TryGetProperty("data", out var data) || data.ValueKind is JsonValueKind.Null)
            return [];
        if (data.ValueKind is not JsonValueKind.String)
            return data.ValueKind is JsonValueKind.Object ? JsonObject.Create(data) : null;

        try
        {
            using var document = JsonDocument.Parse(WholeJson.Of(data.GetString()!), InnerJson);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? JsonObject.Create(document.RootElement.Clone())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryText(JsonElement parent, string name, out string? text)
    {
        var there = parent.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;
        text = there && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        return !there || text is not null;
    }

    private static InvokeResponse Bad(string message) => AdaptiveCardInvokeResponse.Error("BadRequest", message);
}
