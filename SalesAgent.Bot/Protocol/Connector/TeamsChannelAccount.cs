using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

/// <summary>A member of a conversation, with what Teams knows about the person.</summary>
internal sealed record TeamsChannelAccount
{
    /// <summary><c>29:…</c>, different for each bot.</summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The person's object id in Entra, the durable key; Teams writes it in either of two fields.</summary>
    public string? AadObjectId { get => field ?? ObjectId; init; }

    public string? GivenName { get; init; }

    public string? Surname { get; init; }

    public string? Email { get; init; }

    public string? UserPrincipalName { get; init; }

    public string? TenantId { get; init; }

    /// <summary><c>user</c>, <c>anonymous</c> and others.</summary>
    public string? UserRole { get; init; }

    [JsonInclude]
    internal string? ObjectId { get; init; }

    /// <summary>Only what may stand in a log.</summary>
    public override string ToString() => Id;
}
