using Newtonsoft.Json;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

// The resources as Gmail writes them. Every field is optional on the wire; 64-bit numbers come as text.

internal sealed class Profile
{
    [JsonProperty("emailAddress")] public string? EmailAddress { get; set; }
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
