namespace SalesAgent.Core.Drafting;

/// <summary>Subject and text as a writer left them. The text carries <see cref="TimesMarker"/> on a line of its own where times go.</summary>
/// <param name="WrittenBy">For the audit: <c>template:first-reply</c> or a model's name.</param>
/// <param name="Fallback">Why the model was not used although one is configured, or null.</param>
public sealed record WrittenMessage(string Subject, string Text, string WrittenBy, string? Fallback = null)
{
    public const string TimesMarker = "[[times]]";
    private const string TemplatePrefix = "template:";

    /// <summary>No model had a hand in it.</summary>
    public bool IsFromTemplate => WrittenBy.StartsWith(TemplatePrefix, StringComparison.Ordinal);
}
