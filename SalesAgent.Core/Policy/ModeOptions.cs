namespace SalesAgent.Core.Policy;

/// <summary>Section <c>Mode</c>: how much is allowed to happen.</summary>
public sealed class ModeOptions
{
    public const string Section = "Mode";

    /// <summary>Mail is drafted and never sent. Default and, in this version, always true.</summary>
    public bool DraftOnly { get; set; } = true;

    /// <summary>Mail may leave without a person. Default and, in this version, always false.</summary>
    public bool AllowAutoSend { get; set; }

    /// <summary>A person decides on every draft. Default and, in this version, always true.</summary>
    public bool RequireApproval { get; set; } = true;

    /// <summary>Starts stopped, whatever the store says, until it is set to false again. Default false.</summary>
    public bool Stopped { get; set; }
}
