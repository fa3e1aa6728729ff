using System.Globalization;
using System.Text.RegularExpressions;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.Gmail.Messages;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Correspondents;

/// <summary>What an automatic note says of somebody's absence.</summary>
internal static partial class AwayNotes
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const int LongestWords = 200;

    /// <summary>A date without a year may lie a little before the note that names it.</summary>
    private static readonly TimeSpan MayBeBehind = TimeSpan.FromDays(31);

    /// <summary>Beginnings of the months in the languages that notes are mostly written in; the longer ones decide first.</summary>
    private static readonly (string Begin, int Month)[] Months =
    [
        .. new (string Begins, int Month)[]
        {
            ("jan ene gen janv ocak sty", 1),
            ("feb fev fév fevr lut", 2),
            ("mar mär mrt maa", 3),
            ("apr avr abr kwi", 4),
            ("may mai mei mag maj maio", 5),
            ("jun juin giu cze", 6),
            ("jul juil lug lip", 7),
            ("aug aou aoû ago sie", 8),
            ("sep set wrz", 9),
            ("oct okt ott out paź", 10),
            ("nov lis", 11),
            ("dec dez dic déc dzi gru", 12),
        }
            .SelectMany(row => row.Begins.Split(' ').Select(begin => (begin, row.Month)))
            .OrderByDescending(row => row.begin.Length),
    ];

    /// <summary>Null when the message speaks of no absence.</summary>
    public static AwayNote? Read(MailMessage mail)
    {
        if (mail.Nature is not MailNature.Automatic)
            return null;
        var words = UntrustedText.Clean(mail.Snippet, LongestWords) ?? "";
        if (!MailMarks.SaysAway(mail.Subject) && !MailMarks.SaysAway(words) && !Speaks().IsMatch(words))
            return null;

        var text = $"{UntrustedText.Clean(mail.Subject, LongestWords)}\n{words}";
        return new AwayNote(
            mail.Date,
            words.Length > 0 ? words : UntrustedText.Clean(mail.Subject, LongestWords) ?? "",
            Until(text, mail.Date)
        );
    }

    /// <summary>The last day that follows a word such as "until". Null when it could be read in two ways.</summary>
    internal static DateOnly? Until(string text, DateTimeOffset at) =>
        Named().Matches(text).Select(match => Day(match, DateOnly.FromDateTime(at.UtcDateTime))).OfType<DateOnly>().Cast<DateOnly?>().Max();

    private static DateOnly? Day(Match match, DateOnly written)
    {
        string Group(string name) => match.Groups[name].Value;
        var month = match.Groups["month"].Success
            ? Months.FirstOrDefault(row => Group("month").StartsWith(row.Begin, StringComparison.OrdinalIgnoreCase)).Month
            : Number(Group("m"));
        var day = Number(Group("d"));
        if (match.Groups["slash"].Success && day != month)
        {
            // Whether the day or the month comes first is only plain where one of them can be no month.
            if (day <= 12 && month <= 12)
                return null;
            if (month > 12)
                (day, month) = (month, day);
        }

        var year = match.Groups["y"].Success ? Number(Group("y")) : 0;
        if (year is > 0 and < 100)
            year += 2000;
        if (year > 0)
            return Exact(year, month, day);

        return Exact(written.Year, month, day) is not { } near ? null
            : near.AddDays(MayBeBehind.Days) < written ? Exact(written.Year + 1, month, day)
            : near;
    }

    private static DateOnly? Exact(int year, int month, int day) =>
        year is >= 2000 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(
        @"\b(away|vacation|holidays?|(?:annual|parental|sick|maternity|paternity) leave|travel?ling|not (?:in|at) (?:the|my) (?:office|desk)|back (?:in the office|on)|return(?:ing)? (?:on|to)|limited access|urlaub\w*|abwesend|nicht im (?:büro|haus)|zurück am|congés?|vacances|absent\w*|vacaciones|fuera de|ferie|in viaggio|férias|vakantie|afwezig|semester|urlop\w*)\b",
        Options
    )]
    private static partial Regex Speaks();

    /// <summary>
    /// A word that ends an absence, perhaps a weekday, and a date: 15 December, December 15th, 15.12., 2026-12-15, 15/12.
    /// </summary>
    [GeneratedRegex(
        @"\b(?:until|till?|through|thru|to|up to|back(?: in the office| at work)?(?: on| from)?|return(?:ing)?(?: to the office)?(?: on)?|available(?: again)?(?: on| from)?|bis(?: zum| einschließlich)?|zurück(?: am| ab)?|wieder(?: ab| am| erreichbar ab)?|ab(?: dem)?|jusqu['’]au|de retour(?: le)?|retour le|hasta(?: el)?|vuelvo(?: el)?|regreso el|fino al|rientro il|até(?: o dia)?|tot(?: en met)?|t/m|terug op|do|till och med|t\.o\.m\.)\s+(?:the\s+|le\s+|el\s+|den\s+|dem\s+)?(?:\p{L}{2,12}[.,]?\s+(?=\d)|\p{L}{2,10},?\s+(?=\p{L}))?(?:(?<y>20\d{2})-(?<m>\d{1,2})-(?<d>\d{1,2})|(?<d>\d{1,2})\.\s?(?<m>\d{1,2})\.(?:\s?(?<y>20\d{2}|\d{2})\b)?|(?<slash>)(?<d>\d{1,2})/(?<m>\d{1,2})(?:/(?<y>20\d{2}|\d{2}))?\b|(?<d>\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s+(?:of\s+|de\s+)?(?<month>\p{L}{3,10})\.?(?:,?\s+(?:de\s+)?(?<y>20\d{2}))?|(?<month>\p{L}{3,10})\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?<y>20\d{2}))?)",
        Options
    )]
    private static partial Regex Named();
}
