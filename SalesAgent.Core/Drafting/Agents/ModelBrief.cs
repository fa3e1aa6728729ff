using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SalesAgent.Core.Drafting.Writing;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// The brief as the writer gets it: a few typed, capped fields as JSON, and nothing else from outside. A name that is no name is left out,
/// as templates do.
/// </summary>
internal sealed record ModelBrief
{
    private const int LongestName = 60;

    public required string Task { get; init; }
    public required string RepName { get; init; }
    public string? FirstName { get; init; }
    public string? Company { get; init; }
    public string? JobTitle { get; init; }
    public required bool HasForm { get; init; }
    public string? FormName { get; init; }

    /// <summary>Their own words, when they are few and talk to people; else there is at most a <see cref="Reading"/>.</summary>
    public string? TheirMessage { get; init; }
    public Reading? Reading { get; init; }
    public string? LastMailDate { get; init; }
    public required bool OffersTimes { get; init; }

    /// <summary>What the team's template says on this occasion.</summary>
    public required string Voice { get; init; }

    /// <summary>Ours, a sentence each: what to do better than last time.</summary>
    public IReadOnlyList<string>? Corrections { get; init; }

    public static ModelBrief For(MessageBrief brief, Reading? reading, string voice) =>
        new()
        {
            Task = MailKinds.NameOf(MailKinds.For(brief)),
            RepName = TemplateValues.RepName(brief.RepName),
            FirstName = PlainWords.FirstName(brief.FirstName),
            Company = PlainWords.Title(brief.Company, LongestName, brief.ContactDomain),
            JobTitle = PlainWords.Title(brief.JobTitle, LongestName),
            HasForm = brief.FormName is not null,
            FormName = PlainWords.Title(brief.FormName, LongestName, brief.ContactDomain),
            TheirMessage =
                reading is null && InstructionLikeText.In(brief.TheirMessage).Count == 0
                    ? ModelText.Told(brief.TheirMessage, Reader.ShortEnough)
                    : null,
            Reading = reading,
            LastMailDate = TemplateValues.LastMailDate(brief),
            OffersTimes = brief.OffersTimes,
            Voice = voice,
        };

    public string Json() => JsonSerializer.Serialize(this, ModelBriefJson.Readable.ModelBrief);
}

[JsonSerializable(typeof(ModelBrief))]
internal sealed partial class ModelBriefJson : JsonSerializerContext
{
    /// <summary>Goes into no page, so letters outside ASCII stay letters and cost the model no escapes.</summary>
    public static ModelBriefJson Readable { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                Converters = { new JsonStringEnumConverter<ReadUrgency>(JsonNamingPolicy.SnakeCaseLower) },
            }
        );
}
