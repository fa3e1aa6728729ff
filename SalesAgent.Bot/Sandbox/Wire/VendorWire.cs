namespace SalesAgent.Bot.Sandbox.Wire;

/// <summary>The manners of one vendor's API: who is let in, and what a refusal looks like.</summary>
internal abstract class VendorWire
{
    /// <summary>Google decodes gzip'd request bodies; the others answer 415.</summary>
    public virtual bool DecodesGzip => false;

    /// <summary>True where a body must be declared as JSON.</summary>
    public virtual bool WantsJson => false;

    /// <summary>Null when the caller may pass, else the vendor's 401 or 403.</summary>
    public virtual SandboxAnswer? Refusal(SandboxCall call) => null;

    /// <summary>The body this vendor sends with a failure status (used for faults, bad JSON and unknown routes).</summary>
    public abstract SandboxAnswer Failure(int status, string? message = null);

    /// <summary>Headers put on every answer of an operation, such as rate-limit counters.</summary>
    public virtual SandboxAnswer Dress(SandboxOperation operation, SandboxAnswer answer) => answer;
}
