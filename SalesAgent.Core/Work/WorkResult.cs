namespace SalesAgent.Core.Work;

public abstract record WorkResult
{
    private WorkResult() { }

    /// <summary>Nothing is left to do (or there never was).</summary>
    public sealed record Done : WorkResult;

    /// <summary>Try again later. Counts as an attempt.</summary>
    /// <param name="Delay">Null: the pump's growing delay.</param>
    public sealed record Later(string Reason, TimeSpan? Delay = null) : WorkResult;

    /// <summary>
    /// Somebody else is at it: look again when they are done or dead. No attempt: who waits for others is never given up.
    /// </summary>
    /// <param name="Delay">Null: the pump's growing delay.</param>
    public sealed record Wait(string Reason, TimeSpan? Delay = null) : WorkResult;

    /// <summary>Trying again cannot help: set aside for a person.</summary>
    public sealed record GiveUp(string Reason) : WorkResult;
}
