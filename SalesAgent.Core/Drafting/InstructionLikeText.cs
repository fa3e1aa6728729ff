using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting;

/// <summary>
/// Finds text that talks to a machine instead of to a person. It is shown to the reviewer, marked, and never dropped:
/// what keeps it harmless is that no part of the product obeys text. A short list on purpose; a flag that often cries wolf is not read.
/// </summary>
internal static partial class InstructionLikeText
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int LongestInput = 4000;
    private const int LongestExcerpt = 120;

    private static readonly (string Label, Regex Pattern)[] Signs =
    [
        ("Asks to ignore instructions", IgnoreInstructions()),
        ("Asks to ignore instructions", IgnoreInstructionsElsewhere()),
        ("Asks to ignore instructions", IgnoreInstructionsInOtherScripts()),
        ("Speaks of a system prompt", SystemPrompt()),
        ("Gives an assistant a new role", NewRole()),
        ("Asks for something to be sent to another address", SendElsewhere()),
        ("Asks to hide something from a person", HideFromPeople()),
        ("Asks to skip the approval", SkipApproval()),
        ("Asks for secrets or settings", RevealSecrets()),
        ("Imitates the markup of a model", ModelMarkup()),
    ];

    /// <summary>
    /// Letters of other scripts that stand in for Latin ones. A whole word of such a script becomes nonsense, which no sign matches.
    /// </summary>
    private static readonly FrozenDictionary<char, char> LookAlikes = "аеорсухіјѕһԁԛԝвкмнтАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναρι"
        .Zip("aeopcyxijshdqwbkmhtABEKMHOPCTYXIJSABEZHIKMNOPTYXovapi")
        .DistinctBy(pair => pair.First)
        .ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <param name="text">As it came; cleaned here first, so that hidden characters do not break the words up.</param>
    /// <param name="ownAddress">The lead's own address: to ask for mail there is only natural.</param>
    /// <returns>In the order of the list, one finding a label; empty when nothing stands out.</returns>
    public static IReadOnlyList<Finding> In(string? text, string? ownAddress = null)
    {
        if (UntrustedText.Clean(text, LongestInput) is not { } cleaned)
            return [];

        // What looks like a plain letter is read as one; the excerpt shows it as it was written.
        var shown = Checks.CheckedText.SafeFold(cleaned);
        if (!string.IsNullOrEmpty(ownAddress))
            shown = shown.Replace(ownAddress, "me", StringComparison.OrdinalIgnoreCase);
        var read = string.Create(
            shown.Length,
            shown,
            static (letters, from) =>
            {
                for (var i = 0; i < letters.Length; i++)
                    letters[i] = LookAlikes.GetValueOrDefault(from[i], from[i]);
            }
        );

        var isReadAsShown = read == shown;
        List<Finding>? findings = null;
        foreach (var (label, pattern) in Signs)
        {
            var match = pattern.Match(read);
            if (!match.Success && !isReadAsShown)
                match = pattern.Match(shown);
            if (!match.Success || findings?.Exists(found => found.Label == label) == true)
                continue;

            (findings ??= []).Add(new Finding(label, UntrustedText.Clean(shown.Substring(match.Index, match.Length), LongestExcerpt)!));
        }

        return findings ?? [];
    }

    [GeneratedRegex(
        @"\b(ignore|disregard|forget|override|bypass)\b.{0,30}\b(previous|prior|above|earlier|preceding|existing|your|all|system)\b.{0,20}\b(instructions?|prompts?|rules|guidelines|directions|context|guardrails|restrictions)\b",
        Options
    )]
    private static partial Regex IgnoreInstructions();

    [GeneratedRegex(
        @"\bignorier(e|en|t)\b.{0,40}\b(anweisung(en)?|vorgaben|regeln)\b|\bignor(ez|er|e)\b.{0,40}\b(instructions|consignes) (précédentes|antérieures)\b|\bignor(a|e|ar|en|ate|are)\b.{0,40}\b(instrucciones|instruções|istruzioni)\b|\bnegeer\b.{0,40}\b(instructies|regels)\b",
        Options
    )]
    private static partial Regex IgnoreInstructionsElsewhere();

    [GeneratedRegex(
        @"(忽略|无视|無視).{0,20}(指令|指示|说明|規則|规则)|(指示|命令|ルール).{0,12}(無視)|이전.{0,12}(지시|명령|지침).{0,8}무시|تجاهل.{0,30}(التعليمات|الأوامر)|\b(игнорируй(те)?|забудь(те)?)\b.{0,40}\b(инструкции|указания|правила)\b",
        Options
    )]
    private static partial Regex IgnoreInstructionsInOtherScripts();

    [GeneratedRegex(
        @"\b(system|developer|hidden|initial)[ -]?(prompt|message to the (ai|model|assistant)|instructions?)\b|\bprompt injection\b",
        Options
    )]
    private static partial Regex SystemPrompt();

    [GeneratedRegex(
        @"\byou are (now|no longer|from now on) (an?|the|in|my|bound|in)\b|\b(act|behave|respond|answer) as (if you (were|are) )?(an? |the )?(ai|assistant|bot|chatbot|admin(istrator)?|system|root|dan|unrestricted)\b|\b(jailbreak|developer mode|dan mode)\b|\bnew (instructions|task|role) (for|to) (the|you|this) ?(ai|assistant|model|bot|agent)?\b",
        Options
    )]
    private static partial Regex NewRole();

    [GeneratedRegex(
        @"\b(send|forward|e?-?mail|reply|copy|redirect|export)\b.{0,60}\bto:? ?<?[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}|\bb?cc:? ?<?[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}|\bsend (it|this|them|everything|all (the )?(data|records|contacts|leads))\b.{0,20}\bto\b",
        Options
    )]
    private static partial Regex SendElsewhere();

    [GeneratedRegex(
        @"\b(do not|don't|never|without) (tell(ing)?|show(ing)?|mention(ing)?|inform(ing)?|alert(ing)?|notify(ing)?)\b.{0,15}\b(user|human|reviewer|rep|recipient|anyone|operator|person)\b",
        Options
    )]
    private static partial Regex HideFromPeople();

    [GeneratedRegex(
        @"\b(approve|accept|confirm) (this|the|your) (draft|request|mail|message|e-?mail)( (now|automatically|immediately))?\b|\bauto-?approve|\bwithout (any )?(human |further )?(approval|review|confirmation)\b|\bskip (the )?(approval|review)\b",
        Options
    )]
    private static partial Regex SkipApproval();

    [GeneratedRegex(
        @"\b(reveal|print|show|repeat|output|disclose|list|leak|give me)\b.{0,30}\b(api[ -]?keys?|passwords?|credentials|access tokens?|secrets|your (instructions|rules|prompt|configuration)|other (customers|leads|contacts)('s)?)\b",
        Options
    )]
    private static partial Regex RevealSecrets();

    [GeneratedRegex(
        @"<\|[a-z_]{2,20}\|>|\[/?inst\]|<</?sys>>|</?(system|assistant|instructions?|user_query|tool_call)>|(^|\s)#{2,} ?(system|instruction|assistant)|\b(begin|end) (of )?(system|hidden) (prompt|instructions?)\b",
        Options
    )]
    private static partial Regex ModelMarkup();

    /// <param name="Label">Says in a few words what stands out.</param>
    /// <param name="Excerpt">The words themselves, plain text of at most 120 characters.</param>
    internal sealed record Finding(string Label, string Excerpt);
}
