namespace SalesAgent.Bot.Webhooks.Signatures;

/// <summary>What came of looking at a signature. Only logs see which; a sender hears 401 for all but the first.</summary>
internal enum SignatureVerdict
{
    Valid,

    /// <summary>A header that every signed request has is not there.</summary>
    Missing,

    /// <summary>A header that must come once came more often.</summary>
    Repeated,

    /// <summary>A header does not look as the vendor writes it.</summary>
    Malformed,

    TooOld,
    FromTheFuture,

    /// <summary>Well made, but by none of our secrets over this request.</summary>
    Wrong,

    /// <summary>There is no secret to verify with.</summary>
    NoSecret,
}
