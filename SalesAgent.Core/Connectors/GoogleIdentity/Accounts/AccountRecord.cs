using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>What is stored about one mailbox. It stays when access ends, without the tokens, as the trace of it.</summary>
internal sealed record AccountRecord
{
    public required AccountState State { get; init; }

    /// <summary>Names this sign-in; the next one has another.</summary>
    public required string Grant { get; init; }

    /// <summary>When the person signed in.</summary>
    public required DateTimeOffset Since { get; init; }

    public required string ConnectedBy { get; init; }

    /// <summary><see cref="AccountTokens"/>, sealed; null once access has ended.</summary>
    public string? Sealed { get; init; }

    /// <summary>Somebody is renewing the access, or telling the rep, until then at the latest.</summary>
    public DateTimeOffset? BusyUntil { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it lapsed; null when it was disconnected.</summary>
    public ReconnectReason? Why { get; init; }

    /// <summary>When the rep was told that it lapsed.</summary>
    public DateTimeOffset? ToldAt { get; init; }
}

internal enum AccountState
{
    Connected,

    /// <summary>Google does not accept it any more.</summary>
    Lapsed,

    /// <summary>Somebody here wanted it to end.</summary>
    Disconnected,
}
