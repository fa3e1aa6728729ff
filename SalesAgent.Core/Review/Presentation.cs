using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

public abstract record Presentation
{
    private Presentation() { }

    public sealed record Shown(CardReference Card) : Presentation;

    /// <summary>The rep has no conversation with us yet.</summary>
    /// <param name="WhatToDo">A sentence for whoever can change that.</param>
    public sealed record Nowhere(string WhatToDo) : Presentation;
}
