using System.Net;

namespace SalesAgent.Core.Connectors;

/// <summary>
/// The one way in which a call to Gmail, Calendar or HubSpot fails. Neither the message nor any property carries
/// a vendor's text, an address or a secret, so that it may be logged and shown.
/// </summary>
/// <param name="connectorName"><c>gmail</c>, <c>calendar</c> or <c>hubspot</c>.</param>
/// <param name="operation">What was being done, as a phrase: "Reading free/busy".</param>
/// <param name="kind">What the failure means for the caller.</param>
/// <param name="innerException">The transport's own error, when it is free of vendor text.</param>
public sealed class ConnectorException(string connectorName, string operation, FailureKind kind, Exception? innerException = null)
    : Exception(null, innerException)
{
    public string ConnectorName { get; } = connectorName;

    public string Operation { get; } = operation;

    public FailureKind Kind { get; } = kind;

    /// <summary>The most that is believed of a pause that somebody else asks for. After that it is asked again.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// How long the other side wants to be left alone, at most <see cref="LongestRetryAfter"/>; null when it did not say.
    /// </summary>
    public TimeSpan? RetryAfter
    {
        get;
        init => field = value > LongestRetryAfter ? LongestRetryAfter : value;
    }

    /// <summary>The vendor's own word for the error (HubSpot category, Google reason): a bare identifier, or null.</summary>
    public string? Code { get; init; }

    /// <summary>HubSpot's id of the failed call, for their support; null when there is none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>We kept it back ourselves, to stay within the vendor's limits; nothing was asked.</summary>
    internal bool IsOwnPace => Kind is FailureKind.RateLimited && Code is CallPace.RefusalCode or HubSpot.Wire.SearchPace.RefusalCode;

    public override string Message => $"{Operation} failed: {ConnectorName} {Said(Kind)}{(Code is null ? "" : $" ({Code})")}.";

    /// <summary>Reads an unsuccessful answer: the status and the vendor's error body decide the kind.</summary>
    internal static ConnectorException From(OutsideCall call, HttpStatusCode status, VendorError error, TimeSpan? retryAfter)
    {
        var (kind, pause) = FailureTable.Read(call, (int)status, error, retryAfter);
        return new ConnectorException(call.Connector, call.Operation, kind)
        {
            RetryAfter = pause,
            Code = error.Code ?? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture),
            CorrelationId = error.CorrelationId,
        };
    }

    private static string Said(FailureKind kind) =>
        kind switch
        {
            FailureKind.Unavailable => "is not available",
            FailureKind.RateLimited => "asks for fewer calls",
            FailureKind.Unauthorised => "did not accept the account or its scopes",
            FailureKind.Refused => "refused the call",
            FailureKind.Unreadable => "gave an answer that cannot be read",
            FailureKind.OutcomeUnknown => "may or may not have carried out the write",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
