namespace SalesAgent.Core.Work;

/// <summary>Something to be done. Carries ids only, never personal data.</summary>
/// <param name="Kind">Which handler does it, for example <c>run_lead</c>.</param>
/// <param name="Subject">The id it is about, usually a lead id.</param>
/// <param name="Argument">A further id the handler needs, or null.</param>
public sealed record WorkItem(string Kind, string Subject, string? Argument = null);
