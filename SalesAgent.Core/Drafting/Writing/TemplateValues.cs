using System.Globalization;
using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Core.Drafting.Writing;

/// <summary>What a template can name, and where each value comes from: the one list.</summary>
internal static class TemplateValues
{
    public const string Times = "times";

    private const int LongestName = 60;
    private const int LongestInSubject = 28;

    /// <summary>
    /// Every value is plain text that cannot be taken for a marker, a header line or template syntax, or is missing (null).
    /// </summary>
    private static readonly Dictionary<string, Func<MessageBrief, object?>> Sources = new(StringComparer.Ordinal)
    {
        ["repName"] = brief => RepName(brief.RepName),
        ["firstName"] = brief => PlainWords.FirstName(brief.FirstName),
        ["company"] = brief => PlainWords.Title(brief.Company, LongestName, brief.ContactDomain),
        ["shortCompany"] = brief => PlainWords.Title(brief.Company, LongestInSubject, brief.ContactDomain),
        ["jobTitle"] = brief => PlainWords.Title(brief.JobTitle, LongestName),
        ["hasForm"] = brief => brief.FormName is not null,
        ["formName"] = brief => PlainWords.Title(brief.FormName, LongestName, brief.ContactDomain),
        ["quote"] = brief => PlainWords.Quotation(brief.TheirMessage),
        ["threadSubject"] = brief =>
            brief.ThreadSubject is { } subject ? UntrustedText.Clean(ReplySubject.Bare(subject), int.MaxValue) ?? "" : null,
        ["lastMailDate"] = LastMailDate,
        [Times] = brief => brief.OffersTimes ? WrittenMessage.TimesMarker : null,
    };

    public static IReadOnlyCollection<string> Names => Sources.Keys;

    public static Dictionary<string, object?> From(MessageBrief brief)
    {
        var values = new Dictionary<string, object?>(Sources.Count, StringComparer.Ordinal);
        foreach (var (name, source) in Sources)
            values[name] = source(brief);
        return values;
    }

    /// <summary>From the configuration, so trusted to be a name, but not to be free of brackets.</summary>
    internal static string RepName(string name) =>
        UntrustedText.Clean(name, LongestName)?.Replace("[[", "[", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal)
        ?? "";

    /// <summary>"12 November", with the year when it is not this one.</summary>
    internal static string? LastMailDate(MessageBrief brief) =>
        brief.LastMailAt is not { } at
            ? null
            : at.ToString(at.Year == brief.Now.ToOffset(at.Offset).Year ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture);
}
