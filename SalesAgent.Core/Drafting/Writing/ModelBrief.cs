using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Drafting.Writing;

/// <summary>The brief as a model gets it: a few typed, capped fields as JSON, and nothing else from outside.</summary>
internal sealed record ModelBrief
{
    private const int LongestName = 100;
    private const int LongestMessage = 2000;

    public required string Task { get; init; }
    public required string RepName { get; init; }
    public string? FirstName { get; init; }
    public string? Company { get; init; }
    public string? JobTitle { get; init; }
    public string? FormName { get; init; }
    public string? TheirMessage { get; init; }
    public string? LastMailDate { get; init; }
    public required bool OffersTimes { get; init; }

    public static string JsonFor(MessageBrief brief) => JsonSerializer.Serialize(
        new ModelBrief
        {
            Task = MailKinds.NameOf(MailKinds.For(brief)),
            RepName = TemplateValues.RepName(brief.RepName),
            FirstName = Inert(UntrustedText.Clean(brief.FirstName, LongestName)),
            Company = Inert(UntrustedText.Clean(brief.Company, LongestName)),
            JobTitle = Inert(UntrustedText.Clean(brief.JobTitle, LongestName)),
            FormName = Inert(UntrustedText.Clean(brief.FormName, LongestName)),
            TheirMessage = Inert(UntrustedText.CleanLines(brief.TheirMessage, LongestMessage)),
            LastMailDate = TemplateValues.LastMailDate(brief),
            OffersTimes = brief.OffersTimes,
        },
        ModelBriefJson.Readable.ModelBrief);

    /// <summary>The marker is ours: in their text it would only tempt a model to copy it.</summary>
    private static string? Inert(string? text) => text?.Replace(WrittenMessage.TimesMarker, "", StringComparison.OrdinalIgnoreCase);
}

[JsonSerializable(typeof(ModelBrief))]
internal sealed partial class ModelBriefJson : JsonSerializerContext
{
    /// <summary>Goes into no page, so letters outside ASCII stay letters and cost the model no escapes.</summary>
    public static ModelBriefJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
