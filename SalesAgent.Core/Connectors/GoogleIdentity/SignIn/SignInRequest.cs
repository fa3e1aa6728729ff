using SalesAgent.Core.People;

namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>Somebody wants to connect a rep's Google account.</summary>
public sealed record SignInRequest
{
    /// <summary>What the audit calls somebody who types commands on the server.</summary>
    public const string CommandLine = "command_line";

    /// <summary>Whose mailbox it is. Nobody else's is accepted.</summary>
    public required Rep Rep { get; init; }

    /// <summary>Id of the rep who asks, or <see cref="CommandLine"/>.</summary>
    public required string AskedBy { get; init; }

    /// <summary>What the account is for. What it is connected for already is kept.</summary>
    public required IReadOnlyList<GoogleCapability> Capabilities { get; init; }

    /// <summary>Where Google sends the person back to; null: <c>Google:RedirectUri</c>.</summary>
    public Uri? RedirectUri { get; init; }

    /// <summary>A rep asks for the own mailbox.</summary>
    public static SignInRequest By(Rep rep, IReadOnlyList<GoogleCapability> capabilities) =>
        new()
        {
            Rep = rep,
            AskedBy = rep.Id,
            Capabilities = capabilities,
        };
}
