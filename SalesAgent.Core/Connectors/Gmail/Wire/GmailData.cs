using Newtonsoft.Json;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

// The resources as Gmail writes them. Every field is optional on the wire; 64-bit numbers come as text.

internal sealed class Profile
{
    [JsonProperty("emailAddress")] public string? EmailAddress { get; set; }

    [JsonProperty("historyId")] public string? HistoryId { get; set; }
}

internal sealed class ListThreadsResponse
{
    /// <summary>Absent when nothing matches.</summary>
    [JsonProperty("threads")] public IList<Thread>? Threads { get; set; }
}

internal sealed class Thread
{
    [JsonProperty("id")] public string? Id { get; set; }

    /// <summary>Oldest first.</summary>
    [JsonProperty("messages")] public IList<Message>? Messages { get; set; }
}

internal sealed class ListDraftsResponse
{
    [JsonProperty("drafts")] public IList<Draft>? Drafts { get; set; }

    [JsonProperty("nextPageToken")] public string? NextPageToken { get; set; }
}

internal sealed class Draft
{
    [JsonProperty("id")] public string? Id { get; set; }

    [JsonProperty("message")] public Message? Message { get; set; }
}

internal sealed class Message
{
    [JsonProperty("id")] public string? Id { get; set; }

    [JsonProperty("threadId")] public string? ThreadId { get; set; }

    [JsonProperty("labelIds")] public IList<string>? LabelIds { get; set; }

    /// <summary>HTML-escaped.</summary>
    [JsonProperty("snippet")] public string? Snippet { get; set; }

    /// <summary>Milliseconds since 1970, as text.</summary>
    [JsonProperty("internalDate")] public string? InternalDate { get; set; }

    [JsonProperty("payload")] public MessagePart? Payload { get; set; }

    /// <summary>The whole message in base64url.</summary>
    [JsonProperty("raw")] public string? Raw { get; set; }
}

internal sealed class MessagePart
{
    [JsonProperty("headers")] public IList<MessagePartHeader>? Headers { get; set; }
}

internal sealed class MessagePartHeader
{
    [JsonProperty("name")] public string? Name { get; set; }

    [JsonProperty("value")] public string? Value { get; set; }
}

internal sealed class ListLabelsResponse
{
    [JsonProperty("labels")] public IList<Label?>? Labels { get; set; }
}

internal sealed class Label
{
    [JsonProperty("id")] public string? Id { get; set; }

    [JsonProperty("name")] public string? Name { get; set; }

    /// <summary><c>system</c> or <c>user</c>.</summary>
    [JsonProperty("type")] public string? Type { get; set; }
}

internal sealed class ListSendAsResponse
{
    [JsonProperty("sendAs")] public IList<SendAs?>? SendAs { get; set; }
}

internal sealed class SendAs
{
    [JsonProperty("sendAsEmail")] public string? SendAsEmail { get; set; }

    [JsonProperty("isPrimary")] public bool? IsPrimary { get; set; }

    /// <summary><c>accepted</c> or <c>pending</c>; absent on the primary address, which needs no proof.</summary>
    [JsonProperty("verificationStatus")] public string? VerificationStatus { get; set; }
}

internal sealed class ListHistoryResponse
{
    /// <summary>Absent when nothing happened.</summary>
    [JsonProperty("history")] public IList<History?>? History { get; set; }

    [JsonProperty("nextPageToken")] public string? NextPageToken { get; set; }

    /// <summary>From where to ask next time.</summary>
    [JsonProperty("historyId")] public string? HistoryId { get; set; }
}

internal sealed class History
{
    [JsonProperty("id")] public string? Id { get; set; }

    [JsonProperty("messagesAdded")] public IList<HistoryMessage?>? MessagesAdded { get; set; }

    [JsonProperty("messagesDeleted")] public IList<HistoryMessage?>? MessagesDeleted { get; set; }
}

internal sealed class HistoryMessage
{
    [JsonProperty("message")] public Message? Message { get; set; }
}
