using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Core.Connectors;

/// <summary>How a failure is told to a person, in a few words.</summary>
public static class FailureWords
{
    public static string Text(this FailureKind kind) =>
        kind switch
        {
            FailureKind.Unavailable => "it did not answer",
            FailureKind.RateLimited => "it asked to be called less often",
            FailureKind.Unauthorised => "it did not let us in",
            FailureKind.Refused => "it refused",
            FailureKind.Unreadable => "its answer made no sense",
            FailureKind.OutcomeUnknown => "it is not known whether it worked",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    /// <summary>The vendor by a name for people, as it stands within a sentence.</summary>
    public static string VendorName(this ConnectorException failure) =>
        failure.ConnectorName switch
        {
            ConnectorServices.Gmail => "Gmail",
            ConnectorServices.Calendar => "the calendar",
            ConnectorServices.HubSpot => "HubSpot",
            "teams" => "Teams",
            var other => other,
        };

    /// <summary>Whether asking again later may work without anybody doing anything about it.</summary>
    public static bool MayPass(this FailureKind kind) => kind is not (FailureKind.Refused or FailureKind.Unauthorised);

    /// <summary>What the person can do about it, as sentences that begin with a space; empty when all there is to do is wait.</summary>
    public static string Remedy(this ConnectorException failure) =>
        failure.ConnectorName is ConnectorServices.Gmail or ConnectorServices.Calendar && GoogleRemedy.For(failure) is { } remedy
            ? " " + remedy
            : "";
}
