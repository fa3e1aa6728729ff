namespace SalesAgent.Core.Connectors.DraftOnly;

/// <summary>
/// A request to Google that DRAFT_ONLY does not know was stopped before it left the process. Never an expected outcome:
/// either a bug or an attack, so it is not a <see cref="ConnectorException"/> that a step could shrug off.
/// </summary>
public sealed class SendRefusedException(string method, string pathShape)
    : Exception(
        $"DRAFT_ONLY: {method} {pathShape} is not among the calls this product makes, or carries more than it may. Nothing was sent."
    )
{
    public string Method { get; } = method;

    /// <summary>The path without addresses and ids.</summary>
    public string PathShape { get; } = pathShape;
}
