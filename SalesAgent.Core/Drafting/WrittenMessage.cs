using System.Globalization;
using System.Text.Json;

namespace SalesAgent.Core.Drafting;

/// <summary>
/// Subject and text as a writer left them. The text carries <see cref="TimesMarker"/> on a line of its own where times go.
/// </summary>
/// <param name="WrittenBy">For the audit: <c>template:first-message</c> or a model's name.</param>
/// <param name="Fallback">Why the model was not used although one is configured, a sentence, or null.</param>
public sealed record WrittenMessage(string Subject, string Text, string WrittenBy, string? Fallback = null)
{
    public const string TimesMarker = "[[times]]";
    private const string TemplatePrefix = "template:";

    /// <summary><see cref="Fallback"/> for counting; null with it.</summary>
    public ModelFailure? FallbackKind { get; init; }

    /// <summary>What the model was asked for this text, whether or not it came of it; null when it was not asked.</summary>
    public ModelUse? Use { get; init; }

    /// <summary>What a reviewer should know beside what the checks find, a sentence each; null for none.</summary>
    public IReadOnlyList<string>? Remarks { get; init; }

    /// <summary>For the audit, by keys that people search for: why no model wrote it, and what a model was asked.</summary>
    public IEnumerable<(string Key, string Value)> Facts
    {
        get
        {
            if (FallbackKind is { } failure)
                yield return ("fallback", JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.ToString()));
            if (Use is not { } use)
                yield break;

            yield return ("model", use.Model);
            yield return ("prompts", use.Prompts);
            yield return ("model_calls", use.Calls.ToString(CultureInfo.InvariantCulture));
            yield return ("input_tokens", use.InputTokens.ToString(CultureInfo.InvariantCulture));
            yield return ("output_tokens", use.OutputTokens.ToString(CultureInfo.InvariantCulture));
            yield return ("tokens_are", use.IsEstimate ? "estimated" : "as_told");
        }
    }

    /// <summary>No model had a hand in it.</summary>
    public bool IsFromTemplate => WrittenBy.StartsWith(TemplatePrefix, StringComparison.Ordinal);
}

/// <summary>What asking a model took.</summary>
/// <param name="Prompts">Names of the prompts used, such as <c>reader.v2 writer.v2</c>.</param>
/// <param name="Calls">Requests sent.</param>
/// <param name="IsEstimate">The service did not say what at least one of the calls took, and it was counted as if it had used all it
/// might.</param>
public sealed record ModelUse(string Model, string Prompts, int Calls, long InputTokens, long OutputTokens, bool IsEstimate);

/// <summary>Why a model's text did not become the draft.</summary>
public enum ModelFailure
{
    TimedOut,
    Unreachable,
    ServiceError,
    Unreadable,
    Declined,
    CutOff,
    Unusable,
    DidNotPass,
    TokenLimit,
}
