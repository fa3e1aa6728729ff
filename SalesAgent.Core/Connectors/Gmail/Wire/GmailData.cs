using System.Text.Json.Serialization;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

// The resources as Gmail writes them. Every field is optional on the wire; 64-bit numbers come as text.

internal sealed class Profile
{
    [JsonPropertyName("emailAddress")]
    public string? EmailAddress { get; set; }

    [JsonPropertyName("historyId")]
    public string? HistoryId { get; set; }
}

internal sealed class ListThreadsResponse
{
    /// <summary>Absent when nothing matches.</summary>
    [JsonPropertyName("threads")]
    public IList<Thread>? Threads { get; set; }

    /// <summary>Absent on the last page.</summary>
    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; set; }
}

internal sealed class Thread
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>Oldest first.</summary>
    [JsonPropertyName("messages")]
    public IList<Message>? Messages { get; set; }
}

internal sealed class ListDraftsResponse
{
    [JsonPropertyName("drafts")]
    public IList<Draft>? Drafts { get; set; }

    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; set; }
}

internal sealed class Draft
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("message")]
    public Message? Message { get; set; }
}

internal sealed class Message
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("threadId")]
    public string? ThreadId { get; set; }

    [JsonPropertyName("labelIds")]
    public IList<string>? LabelIds { get; set; }

    /// <summary>HTML-escaped.</summary>
    [JsonPropertyName("snippet")]
    public string? Snippet { get; set; }

    /// <summary>Milliseconds since 1970, as text.</summary>
    [JsonPropertyName("internalDate")]
    public string? InternalDate { get; set; }

    [JsonPropertyName("payload")]
    public MessagePart? Payload { get; set; }

    /// <summary>The whole message in base64url.</summary>
    [JsonPropertyName("raw")]
    public string? Raw { get; set; }
}

internal sealed class MessagePart
{
    [JsonPropertyName("mimeType")]
    public string? MimeType { get; set; }

    [JsonPropertyName("headers")]
    public IList<MessagePartHeader>? Headers { get; set; }

    /// <summary>Absent unless the type is <c>multipart/*</c>.</summary>
    [JsonPropertyName("parts")]
    public IList<MessagePart?>? Parts { get; set; }
}

internal sealed class MessagePartHeader
{
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("value")]
    public string? Value { get; set; }
}

internal sealed class ListLabelsResponse
{
    [JsonPropertyName("labels")]
    public IList<Label?>? Labels { get; set; }
}

internal sealed class Label
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary><c>system</c> or <c>user</c>.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; set; }
}

internal sealed class ListSendAsResponse
{
    [JsonPropertyName("sendAs")]
    public IList<SendAs?>? SendAs { get; set; }
}

internal sealed class SendAs
{
    [JsonPropertyName("sendAsEmail")]
    public string? SendAsEmail { get; set; }

    [JsonPropertyName("isPrimary")]
    public bool? IsPrimary { get; set; }

    /// <summary><c>accepted</c> or <c>pending</c>; absent on the primary address, which needs no proof.</summary>
    [JsonPropertyName("verificationStatus")]
    public string? VerificationStatus { get; set; }
}

internal sealed class ListHistoryResponse
{
    /// <summary>Absent when nothing happened.</summary>
    [JsonPropertyName("history")]
    public IList<History?>? History { get; set; }

    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; set; }

    /// <summary>From where to ask next time.</summary>
    [JsonPropertyName("historyId")]
    public string? HistoryId { get; set; }
}

internal sealed class History
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("messagesAdded")]
    public IList<HistoryMessage?>? MessagesAdded { get; set; }

    [JsonPropertyName("messagesDeleted")]
    public IList<HistoryMessage?>? MessagesDeleted { get; set; }
}

internal sealed class HistoryMessage
{
    [JsonPropertyName("message")]
    public Message? Message { get; set; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(ListThreadsResponse))]
[JsonSerializable(typeof(Thread))]
[JsonSerializable(typeof(ListDraftsResponse))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(ListLabelsResponse))]
[JsonSerializable(typeof(ListSendAsResponse))]
[JsonSerializable(typeof(SendAs), TypeInfoPropertyName = "OwnAddress")]
[JsonSerializable(typeof(ListHistoryResponse))]
internal sealed partial class GmailJson : JsonSerializerContext;
