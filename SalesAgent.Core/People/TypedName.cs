using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.People;

/// <summary>
/// A name out of the words that somebody typed, or some program wrote, before an address. What may be something else is no name: it would
/// greet a stranger, and be filed with the CRM.
/// </summary>
/// <param name="First">Null when there is none, or only a family name is known.</param>
internal sealed partial record TypedName(string? First, string? Last)
{
    private const int MostWords = 5;
    private const int MostCharacters = 80;

    /// <summary>Nobody's name: what people say about somebody, what a company or a mailbox is called, what somebody does.</summary>
    private static readonly FrozenSet<string> NoName = Words(
        """
        a an the this that these those my our your his her their its one some somebody someone anybody anyone person people guy guys woman
        man lady gentleman friend friends colleague colleagues contact contacts customer customers client clients prospect prospects lead
        leads partner partners buyer buyers boss new old next last first second third other another same good great important big hot cold
        warm test draft drafts mail mails email emails e-mail message address write send ask tell about regarding re fw fwd please pls hi
        hey hello dear thanks thank asap today tomorrow yesterday now is are was were be been has have had i me we us you he she it they who
        whom which what when where why how not no yes or but if in on by as per
        ceo cto cfo coo cio cmo cro cso vp svp evp president chairman chairwoman chair director directors manager managers head chief
        officer founder cofounder co-founder owner assistant secretary engineer developer consultant analyst specialist coordinator
        representative rep reps agent agents buyer accountant lawyer attorney student intern trainee admin administrator administration
        purchasing procurement sales marketing support service services finance legal hr it operations logistics production engineering
        research development department dept division unit desk helpdesk team teams group groups office reception board committee info
        information enquiries inquiries contact accounts accounting billing invoice invoices orders order newsletter noreply no-reply
        donotreply webmaster postmaster hostmaster mailer-daemon abuse privacy jobs careers press media events
        company companies corp corporation inc incorporated ltd limited llc llp plc gmbh ag kg ohg gbr mbh ug se sa sas sarl sl srl spa
        bv nv
        oy ab aps holding holdings international global worldwide solutions systems software technologies technology industries
        enterprises associates consulting ventures capital bank insurance university school college institute association society club
        foundation hospital clinic hotel agency studio studios labs lab
        der die das den dem des ein eine einer einem einen unser unsere unserer unserem unseren mein meine meinem dein euer ihr ihre neuer
        neue neuen kunde kundin kunden interessent interessentin chef chefin leiter leiterin geschäftsführer geschäftsführerin
        einkauf einkäufer vertrieb und an für bitte über wegen firma
        le les un une notre nos mon ma mes votre directeur directrice client cliente monsieur-le ventes achats et pour avec
        el los las una nuestro nuestra mi su cliente director directora ventas compras para con nuevo nueva
        il lo gli uno nostro nostra mio mia responsabile vendite acquisti per
        """
    );

    private static readonly FrozenSet<string> Titles = Words(
        """
        mr mrs ms miss mx sir madam madame dr dres prof professor rev father sister hon
        herr herrn frau fräulein fr hr dipl-ing dipl ing mag
        m mme mlle monsieur mademoiselle me
        sr sra srta señor señora señorita don doña
        sig signor signora dott dott.ssa dottore dottoressa avv
        dhr mevr mevrouw meneer
        pan pani
        """
    );

    private static readonly FrozenSet<string> Suffixes = Words(
        "jr sr ii iii iv phd ph.d md m.d mba msc bsc ma ba bs ms llm esq cpa cfa pmp dds rn"
    );

    /// <summary>Small words inside a family name.</summary>
    private static readonly FrozenSet<string> Particles = Words(
        "van von der den de del della dello di da do dos das du des la le las los lo el al bin ibn ben bint abu ter ten te zu zum zur af av y e san santa st saint mac mc o' d' l' 't"
    );

    /// <summary>What stands between a name and where its bearer is, or how the mail came.</summary>
    private static readonly FrozenSet<string> EndsName = Words("from at of via with bei von-der-firma chez c/o @ | / – — -");

    /// <summary>Null when it is not clear that it is one.</summary>
    /// <param name="words">What stands before the address, without it.</param>
    /// <param name="email">Whose it would be; normalised.</param>
    /// <param name="isDisplayName">It is written as a name: with the address in brackets behind it, or as the text of its link.</param>
    public static TypedName? Read(string words, string email, bool isDisplayName)
    {
        var text = Bracketed().Replace(VisibleText.Of(words), " ");
        if (
            text.Length > MostCharacters
            || text.Contains("://", StringComparison.Ordinal)
            || text.Contains("www.", StringComparison.OrdinalIgnoreCase)
        )
        {
            return null;
        }

        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(WordsOf)
            .Where(part => part.Length > 0 && !part.All(IsSuffixOrRole))
            .ToArray();
        return parts switch
        {
            [var only] => InOrder(only, email, isDisplayName),
            [var family, ([_] or [_, _]) and var given]
                when family.Length <= 3 && !(family.Length > 1 && given.Length > 1 && !Particles.Contains(family[0])) => Turned(
                family,
                given
            ),
            _ => null,
        };
    }

    private static TypedName? InOrder(string[] said, string email, bool isDisplayName)
    {
        var words = said.TakeWhile(word => !EndsName.Contains(Folded(word))).ToList();
        var titles = words.TakeWhile(IsTitle).Count();
        words.RemoveRange(0, titles);
        while (words.Count > 1 && Suffixes.Contains(Folded(words[^1])))
            words.RemoveAt(words.Count - 1);
        if (words.Count is 0 or > MostWords || !words.TrueForAll(IsNameWord) || Particles.Contains(words[^1]))
            return null;

        // A title and one word is how people speak of somebody by the family name.
        if (words is [var alone] && titles > 0)
            return IsCapital(alone) ? new TypedName(null, alone) : null;
        if (words.Count == 2 && words.TrueForAll(IsFamilyFirst))
            return new TypedName(words[1], words[0]);
        if (words.Exists(IsFamilyFirst))
            return null;

        // Without capitals, or without anything around it that says it is a name, the address has to agree.
        var agrees = words.Exists(word => IsIn(word, email));
        var isWritten = words.TrueForAll(word => IsCapital(word) || Particles.Contains(word)) && IsCapital(words[0]);
        if (!isWritten)
        {
            if (!IsIn(words[0], email) || words.Exists(word => word.Any(char.IsUpper)))
                return null;
            words = [.. words.Select(word => Particles.Contains(word) ? word : Capitalised(word))];
        }
        else if (!agrees && ((words.Count == 1 && !isDisplayName) || words.TrueForAll(IsShouted)))
        {
            return null;
        }

        var last = words.Count > 1 ? string.Join(' ', words.Skip(1)) : null;
        return IsInitial(words[0]) ? (last is null ? null : new TypedName(null, last)) : new TypedName(words[0], last);
    }

    /// <summary>"Doe, Jane": how address books write a name.</summary>
    private static TypedName? Turned(string[] family, string[] given)
    {
        given = [.. given.SkipWhile(IsTitle)];
        family = [.. family.SkipWhile(IsTitle)];
        if (given.Length == 0 || family.Length == 0 || !given.Concat(family).All(IsNameWord))
            return null;
        if (!given.All(IsCapital) || !IsCapital(family[^1]) || !family.All(word => IsCapital(word) || Particles.Contains(word)))
            return null;

        // Some directories write the family name in capitals.
        var last = string.Join(
            ' ',
            family.Select(word => word.Length > 2 && IsShouted(word) ? Capitalised(word.ToLowerInvariant()) : word)
        );
        return IsInitial(given[0]) ? new TypedName(null, last) : new TypedName(string.Join(' ', given.Take(1)), last);
    }

    /// <summary>The words that are not part of the name, and no title either; empty when all were read.</summary>
    /// <param name="name">What was read of them, or null.</param>
    public static string LeftOut(string words, TypedName? name)
    {
        var read = $"{name?.First} {name?.Last}".Split(' ');
        return string.Join(
            ' ',
            WordsOf(Bracketed().Replace(VisibleText.Of(words), " ").Replace(',', ' '))
                .Where(word =>
                    !read.Contains(word, StringComparer.OrdinalIgnoreCase)
                    && (name is null || !(IsTitle(word) || Suffixes.Contains(Folded(word))))
                )
        );
    }

    private static string[] WordsOf(string part) =>
        [
            .. part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Trim('"', '\'', '‘', '“', '”', '„', ':', ';', '!', '?', '*', '_', '`', '<', '>'))
                .Where(word => word.Length > 0 && word != "."),
        ];

    private static bool IsSuffixOrRole(string word) => Suffixes.Contains(Folded(word)) || NoName.Contains(Folded(word));

    private static bool IsTitle(string word) => Titles.Contains(Folded(word));

    /// <summary>Letters, with what stands inside names; neither a word of its own nor a number.</summary>
    private static bool IsNameWord(string word) =>
        NameWord().IsMatch(word) && (Particles.Contains(word) || !NoName.Contains(Folded(word)) || (IsCapital(word) && IsAlsoAName(word)));

    /// <summary>Words that are as often a name: told apart by their capital.</summary>
    private static bool IsAlsoAName(string word) => Folded(word) is "mark" or "will" or "art" or "bill" or "le" or "e" or "an";

    private static bool IsInitial(string word) => word.TrimEnd('.').Length == 1 && !IsFamilyFirst(word);

    private static bool IsCapital(string word) => Rune.GetRuneAt(word, 0) is var first && (Rune.IsUpper(first) || !HasCase(first));

    private static bool IsShouted(string word) => word.Any(char.IsUpper) && !word.Any(char.IsLower);

    private static bool HasCase(Rune rune) => Rune.ToUpperInvariant(rune) != Rune.ToLowerInvariant(rune);

    /// <summary>Chinese, Japanese and Korean names have the family name first.</summary>
    private static bool IsFamilyFirst(string word) =>
        word.Any(letter => letter is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF'));

    private static bool IsIn(string word, string email)
    {
        var plain = Ascii(word);
        return plain.Length > 1 && email[..Math.Max(email.LastIndexOf('@'), 0)].Contains(plain, StringComparison.OrdinalIgnoreCase);
    }

    private static string Capitalised(string word) =>
        string.Join('-', word.Split('-').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Folded(string word) => word.TrimEnd('.').ToLowerInvariant();

    private static string Ascii(string word) =>
        string.Concat(
            word.Normalize(NormalizationForm.FormD)
                .Where(letter =>
                    char.IsAsciiLetter(letter) && CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark
                )
        );

    private static FrozenSet<string> Words(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>"(CORP)", "[EXTERNAL]": what programs and companies add.</summary>
    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]", RegexOptions.NonBacktracking, 1_000)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^[\p{L}\p{M}]+(?:[.'’‑-]?[\p{L}\p{M}]+)*\.?$|^['’]t$", RegexOptions.NonBacktracking, 1_000)]
    private static partial Regex NameWord();
}
