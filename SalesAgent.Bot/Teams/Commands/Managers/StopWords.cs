using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SalesAgent.Bot.Teams.Commands.Managers;

/// <summary>
/// Recognises an emergency stop that is typed in other words than <c>stop everything</c>. To stop by mistake is mended with one word; not
/// to stop is not.
/// </summary>
internal static partial class StopWords
{
    public enum Meaning
    {
        /// <summary>It is about something else.</summary>
        None,

        /// <summary>It may be meant as one.</summary>
        Unclear,

        /// <summary>It says to stop, and nothing that would be said beside that.</summary>
        Clear,
    }

    /// <summary>Few words are as easily mistyped as they are typed in a hurry.</summary>
    private const int MostWordsOfTypos = 4;

    private static readonly FrozenSet<string> Stops = Set(
        "stop halt abort freeze pause cease quit kill panic killswitch stopp stoppe stoppen halte anhalten arret arrete arretez arreter para paren pare parad alto basta detener detente detenganse ferma fermate fermi zastavit stoj стоп остановить 停 停止 停止してください 止めて"
    );

    /// <summary>Words about a stop, which are no order to.</summary>
    private static readonly FrozenSet<string> Mentions = Set("stopped stopping stops gestoppt arreter parado");

    private static readonly FrozenSet<string> Off = Set("down off");

    /// <summary>They make a question of it, or its opposite, however near they are to other words.</summary>
    private static readonly FrozenSet<string> Asks = Set("when why where what which whether does dont didnt never shop step than start");

    /// <summary>What is said beside an order to stop, and says nothing else.</summary>
    private static readonly FrozenSet<string> Beside = Set(
        """
        everything every all it this that them thing things now please pls plz immediately instantly at once right away straight asap quick
        quickly fast already urgent urgently emergency button switch the a an bot bots robot salesagent sales agent drafts draft drafting
        mails mail mailing emails email emailing sending writing work working works processing leads lead outreach campaign campaigns of
        any whole
        system app application automation automations process processes we you i need needs must have has to want can could would should
        will do be got gotta just and so then hey hi hello help ok okay guys team turn shut switch hold today for
        alles alle sofort bitte jetzt den das die der es mal notaus notfall
        tout toute tous immediatement maintenant svp
        todo todos ahora ya por favor inmediatamente
        tutto subito adesso
        """
    );

    public static Meaning MeaningOf(string text)
    {
        var words = WordsOf(text);
        var orders = words.Any(Stops.Contains) || IsSwitchedOff(words) || IsEmergency(words);
        if (orders && words.TrueForAll(word => Stops.Contains(word) || Off.Contains(word) || IsBeside(word)))
            return Meaning.Clear;
        if (orders || words.Any(Mentions.Contains))
            return Meaning.Unclear;

        // "stpo everything"
        if (words.Count is 0 or > MostWordsOfTypos || !words.Exists(word => IsNearly(word, Stops)))
            return Meaning.None;
        return words.Count > 1 && words.TrueForAll(word => IsNearly(word, Stops) || IsBeside(word)) ? Meaning.Clear : Meaning.Unclear;
    }

    private static bool IsSwitchedOff(List<string> words) =>
        words.Exists(Off.Contains) && words.Exists(word => word is "turn" or "shut" or "switch" or "power");

    private static bool IsEmergency(List<string> words) => words is ["emergency"] or ["notaus"] or ["emergency", "button"];

    private static bool IsBeside(string word) => Beside.Contains(word) || IsNearly(word, Beside);

    private static bool IsNearly(string word, FrozenSet<string> known) =>
        word.Length >= 4 && !Asks.Contains(word) && known.Any(one => one.Length >= 4 && Typo.IsBetween(word, one, most: 1));

    /// <summary>In small letters, without accents and apostrophes.</summary>
    private static List<string> WordsOf(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormD)
            .Where(letter =>
                CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark && letter is not ('\'' or '’')
            );
        var words = Address().Replace(string.Concat(plain).ToLowerInvariant(), " somebody ");
        return [.. Word().Matches(words).Select(found => found.Value)];
    }

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whose words mean nothing here.</summary>
    [GeneratedRegex(@"[^\s@]+@[^\s@]+", RegexOptions.NonBacktracking, 1_000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.NonBacktracking, 1_000)]
    private static partial Regex Word();
}
