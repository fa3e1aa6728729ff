using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>What the reader took down: a few capped fields of plain words, each null when it was not said.</summary>
internal sealed record Reading
{
    private const int LongestSentence = 160;
    private const int LongestProduct = 60;
    private const int LongestQuestion = 120;
    private const int MostQuestions = 3;

    private static readonly Lazy<Dictionary<string, string>> Languages = new(() =>
        CultureInfo
            .GetCultures(CultureTypes.NeutralCultures)
            .Where(culture => culture.Name.Length == 2)
            .ToDictionary(culture => culture.Name, culture => culture.EnglishName, StringComparer.Ordinal)
    );

    public string? Need { get; init; }
    public string? Product { get; init; }
    public ReadUrgency? Urgency { get; init; }
    public IReadOnlyList<string>? Questions { get; init; }
    public string? Earlier { get; init; }

    /// <summary>
    /// English name of the language they write in. The draft is in English, so it is for the reviewer and not for the writer.
    /// </summary>
    [JsonIgnore]
    public string? Language { get; init; }

    /// <summary>Null when the answer is no such note, or has nothing in it that may be passed on.</summary>
    public static Reading? Read(string answer)
    {
        if (AnswerJson.Parse(answer) is not { } document)
            return null;

        using (document)
        {
            var note = document.RootElement;
            var questions =
                note.TryGetProperty("questions", out var list) && list.ValueKind == JsonValueKind.Array
                    ? list.EnumerateArray()
                        .Select(question => ModelText.TakenDown(AnswerJson.Text(question), LongestQuestion))
                        .OfType<string>()
                        .Take(MostQuestions)
                        .ToArray()
                    : [];
            var reading = new Reading
            {
                Need = Line(note, "need", LongestSentence),
                Product = Line(note, "product", LongestProduct),
                Urgency = UrgencyOf(AnswerJson.Text(note, "urgency")),
                Questions = questions.Length == 0 ? null : questions,
                Earlier = Line(note, "earlier", LongestSentence),
                Language = AnswerJson.Text(note, "language") is { } code ? Languages.Value.GetValueOrDefault(code) : null,
            };
            return reading is { Need: null, Product: null, Questions: null, Earlier: null } ? null : reading;
        }
    }

    private static string? Line(JsonElement note, string name, int max) => ModelText.TakenDown(AnswerJson.Text(note, name), max);

    private static ReadUrgency? UrgencyOf(string? text) =>
        text switch
        {
            "no_hurry" => ReadUrgency.NoHurry,
            "soon" => ReadUrgency.Soon,
            "urgent" => ReadUrgency.Urgent,
            _ => null,
        };
}

internal enum ReadUrgency
{
    NoHurry,
    Soon,
    Urgent,
}
