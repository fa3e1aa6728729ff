namespace SalesAgent.Bot.Sandbox.Wire;

/// <summary>One call of one vendor: the name it is counted, delayed and broken under, where it listens, and its answer.</summary>
/// <param name="Name">For example <c>gmail.drafts.create</c>.</param>
/// <param name="Writes">True if a success changes the world; such successes are counted as writes.</param>
internal sealed record SandboxOperation(
    string Name,
    string Method,
    string Route,
    bool Writes,
    VendorWire Vendor,
    Func<SandboxCall, SandboxAnswer> Answer
);
