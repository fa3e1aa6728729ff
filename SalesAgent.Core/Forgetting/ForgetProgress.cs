namespace SalesAgent.Core.Forgetting;

/// <summary>How far it has come.</summary>
public abstract record ForgetProgress
{
    private ForgetProgress() { }

    /// <summary>Nothing is left.</summary>
    public sealed record Gone : ForgetProgress;

    /// <summary>Something is under way that has to end first.</summary>
    public sealed record Waiting(TimeSpan For) : ForgetProgress;

    /// <summary>Something could not be erased, and is tried again.</summary>
    /// <param name="Problems">Sentences: what, why, and what can be done about it.</param>
    public sealed record Left(IReadOnlyList<string> Problems) : ForgetProgress;
}
