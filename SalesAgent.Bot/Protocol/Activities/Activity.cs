using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// What a channel tells the bot, or the bot a channel (Bot Framework Activity specification). Everything but
/// <see cref="Type"/> may be missing on the wire; fields not named here are kept in <see cref="Properties"/>.
/// </summary>
public sealed record Activity
{
    /// <summary>One of <see cref="ActivityTypes"/>, or a type nobody here has heard of.</summary>
    public required string Type { get; init; }

    /// <summary>Unique within the conversation; redeliveries do not always repeat it.</summary>
    public string? Id { get; init; }

    /// <summary>Which invoke or event it is, for example <c>adaptiveCard/action</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Of an installationUpdate: <c>add</c>, <c>remove</c>, <c>add-upgrade</c> or <c>remove-upgrade</c>.</summary>
    public string? Action { get; init; }

    public string? Text { get; init; }

    /// <summary><c>plain</c>, <c>markdown</c> or <c>xml</c>.</summary>
    public string? TextFormat { get; init; }

    /// <summary>What the notification shows when the message is a card.</summary>
    public string? Summary { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Where answers go. Not to be trusted before <see cref="ServiceUrlTrust"/> has seen it.</summary>
    public string? ServiceUrl { get; init; }

    public string? ChannelId { get; init; }

    public ChannelAccount? From { get; init; }

    public ChannelAccount? Recipient { get; init; }

    public ConversationAccount? Conversation { get; init; }

    public TeamsChannelData? ChannelData { get; init; }

    public IReadOnlyList<Entity>? Entities { get; init; }

    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>The payload of an invoke, or of a message that a card's Action.Submit made.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The message this belongs to: for a click on a card, the card's message.</summary>
    public string? ReplyToId { get; init; }

    public IReadOnlyList<ChannelAccount>? MembersAdded { get; init; }

    public IReadOnlyList<ChannelAccount>? MembersRemoved { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>A message of plain markdown.</summary>
    public static Activity Message(string text) =>
        new() { Type = ActivityTypes.Message, Text = text, TextFormat = "markdown" };

    /// <summary>
    /// A message that is one Adaptive Card. It carries no text: Teams would split the two, and the message could
    /// never be updated for want of an id.
    /// </summary>
    /// <param name="summary">The words of the notification.</param>
    public static Activity Card(JsonNode card, string summary) =>
        new() { Type = ActivityTypes.Message, Summary = summary, Attachments = [Attachment.AdaptiveCard(card)] };

    /// <summary>Only what may stand in a log: no text, name or address.</summary>
    public override string ToString() => Name is null ? Type : $"{Type} {Name}";
}
