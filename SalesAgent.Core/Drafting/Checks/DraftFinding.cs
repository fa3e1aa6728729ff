namespace SalesAgent.Core.Drafting.Checks;

/// <summary>Something a reviewer should know before approving.</summary>
/// <param name="Code">Stable, for audit and counting; one of <see cref="FindingCodes"/>.</param>
/// <param name="Message">A sentence for a person. May quote the draft, so it belongs on the card and in no log.</param>
internal sealed record DraftFinding(string Code, FindingSeverity Severity, string Message)
{
    public static DraftFinding Block(string code, string message) => new(code, FindingSeverity.Block, message);

    public static DraftFinding Warn(string code, string message) => new(code, FindingSeverity.Warn, message);
}

internal enum FindingSeverity
{
    /// <summary>Worth a look.</summary>
    Warn,

    /// <summary>Cannot be approved as it is.</summary>
    Block,
}
