namespace SalesAgent.Core.Policy;

/// <summary>Section <c>Mode</c>: how much is allowed to happen.</summary>
public sealed class ModeOptions
{
    public const string Section = "Mode";

    /// <summary>Starts stopped, whatever the store says, until it is set to false again. Default false.</summary>
    public bool Stopped { get; set; }
}
