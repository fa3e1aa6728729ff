using System.Globalization;
using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

namespace SalesAgent.Bot.Sandbox.Gmail;

/// <summary>Gmail's search language, the part a sales tool needs. An operator Gmail does not know is searched for as words.</summary>
internal sealed class GmailQuery
{
    private static readonly string[] People = ["from", "to", "cc", "bcc", "deliveredto"];
    private static readonly HashSet<string> Operators = new(StringComparer.OrdinalIgnoreCase)
    {
        "from",
        "to",
        "cc",
        "bcc",
        "deliveredto",
        "subject",
        "in",
        "is",
        "label",
        "has",
        "newer_than",
        "older_than",
        "after",
        "before",
        "newer",
        "older",
        "rfc822msgid",
    };

    private readonly string text;
    private int at;

    private GmailQuery(string text)
    {
        this.text = text;
        Root = Sequence(end: '\0');
    }

    public GmailTerm Root { get; }

    /// <summary>True when spam or trash is asked for by name, which otherwise stay out.</summary>
    public bool ReachesTrash => Mentions(Root, static term => term is { Name: "in", Value: "trash" or "spam" or "anywhere" });

    /// <summary>
    /// Addresses of which every hit must carry at least one, so that a mailbox need not be read through; null when
    /// the query names none.
    /// </summary>
    public IReadOnlyList<string>? RequiredAddresses =>
        Root is GmailTerm.All all ? all.Terms.Select(Required).FirstOrDefault(found => found is not null) : Required(Root);

    /// <summary>The Message-ID every hit must have, or null.</summary>
    public string? RequiredMessageId =>
        (Root is GmailTerm.All all ? all.Terms : [Root])
            .OfType<GmailTerm.Operator>()
            .FirstOrDefault(term => term.Name == "rfc822msgid")
            ?.Value.Trim('<', '>');

    public static GmailQuery Parse(string? text) => new(text ?? "");

    public bool Matches(StoredMail mail, DateTimeOffset now) => Matches(Root, mail, now);

    private static List<string>? Required(GmailTerm term) =>
        term switch
        {
            GmailTerm.Operator { Name: var name, Value: var value } when People.Contains(name) && IsAddress(value) => [value],
            GmailTerm.Any { Terms: var terms } when terms.Count > 0 && terms.All(one => Required(one) is not null) =>
            [
                .. terms.SelectMany(one => Required(one)!),
            ],
            _ => null,
        };

    private static bool Mentions(GmailTerm term, Predicate<GmailTerm.Operator> wanted) =>
        term switch
        {
            GmailTerm.All { Terms: var terms } => terms.Any(one => Mentions(one, wanted)),
            GmailTerm.Any { Terms: var terms } => terms.Any(one => Mentions(one, wanted)),
            GmailTerm.Operator one => wanted(one),
            _ => false,
        };

    private static bool IsAddress(string value) => value.IndexOf('@', StringComparison.Ordinal) > 0 && !value.EndsWith('@');

    private GmailTerm Sequence(char end)
    {
        var terms = new List<GmailTerm>();
        var joinNext = false;
        while (Skip() && text[at] != end)
        {
            if (text[at] is ')' or '}')
            {
                at++;
                continue;
            }

            if (end != '}' && IsWord("OR"))
            {
                joinNext = terms.Count > 0;
                at += 2;
                continue;
            }

            if (IsWord("AND"))
            {
                at += 3;
                continue;
            }

            var term = One();
            if (joinNext)
            {
                term = terms[^1] is GmailTerm.Any any ? new GmailTerm.Any([.. any.Terms, term]) : new GmailTerm.Any([terms[^1], term]);
                terms.RemoveAt(terms.Count - 1);
                joinNext = false;
            }

            terms.Add(term);
        }

        if (at < text.Length)
            at++;
        return terms.Count == 1 ? terms[0]
            : end == '}' ? new GmailTerm.Any(terms)
            : new GmailTerm.All(terms);
    }

    private GmailTerm One()
    {
        switch (text[at])
        {
            case '-':
                at++;
                return at < text.Length && !char.IsWhiteSpace(text[at]) ? new GmailTerm.Not(One()) : new GmailTerm.All([]);
            case '{':
                at++;
                return Sequence('}');
            case '(':
                at++;
                return Sequence(')');
            case '"':
                return new GmailTerm.Word(Quoted());
        }

        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (':' or '(' or ')' or '{' or '}' or '"'))
            at++;
        var word = text[start..at];
        if (at >= text.Length || text[at] != ':')
            return new GmailTerm.Word(word);
        at++;
        if (!Operators.Contains(word))
            return new GmailTerm.Word($"{word} {Value()}".Trim());
        var name = word.ToLowerInvariant();
        if (at < text.Length && text[at] is '(' or '{')
        {
            var group = text[at] == '(' ? ')' : '}';
            at++;
            return Spread(name, Sequence(group));
        }

        var value = Value();
        return new GmailTerm.Operator(name, name == "rfc822msgid" ? value : value.ToLowerInvariant());
    }

    // subject:(a b) means both words in the subject.
    private static GmailTerm Spread(string name, GmailTerm term) =>
        term switch
        {
            GmailTerm.All { Terms: var terms } => new GmailTerm.All([.. terms.Select(one => Spread(name, one))]),
            GmailTerm.Any { Terms: var terms } => new GmailTerm.Any([.. terms.Select(one => Spread(name, one))]),
            GmailTerm.Not { Term: var inner } => new GmailTerm.Not(Spread(name, inner)),
            GmailTerm.Word { Text: var word } => new GmailTerm.Operator(name, word.ToLowerInvariant()),
            _ => term,
        };

    private string Value()
    {
        if (at < text.Length && text[at] == '"')
            return Quoted();
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (')' or '}'))
            at++;
        return text[start..at];
    }

    private string Quoted()
    {
        var start = ++at;
        while (at < text.Length && text[at] != '"')
            at++;
        var value = text[start..at];
        if (at < text.Length)
            at++;
        return value;
    }

    private bool Skip()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at < text.Length;
    }

    private bool IsWord(string word) =>
        string.CompareOrdinal(text, at, word, 0, word.Length) == 0
        && (at + word.Length == text.Length || char.IsWhiteSpace(text[at + word.Length]));

    private static bool Matches(GmailTerm term, StoredMail mail, DateTimeOffset now) =>
        term switch
        {
            GmailTerm.All { Terms: var terms } => terms.All(one => Matches(one, mail, now)),
            GmailTerm.Any { Terms: var terms } => terms.Any(one => Matches(one, mail, now)),
            GmailTerm.Not { Term: var inner } => !Matches(inner, mail, now),
            GmailTerm.Word { Text: var word } => Contains(mail.Content.Subject, word)
                || Contains(mail.Content.Text, word)
                || mail.Content.Headers.Any(header => header.Key is "From" or "To" or "Cc" && Contains(header.Value, word)),
            GmailTerm.Operator { Name: var name, Value: var value } => Matches(name, value, mail, now),
            _ => false,
        };

    private static bool Matches(string name, string value, StoredMail mail, DateTimeOffset now) =>
        name switch
        {
            "from" or "to" or "cc" or "bcc" => Person(name, value, mail.Content),
            "deliveredto" => Person("to", value, mail.Content) || Person("cc", value, mail.Content),
            "subject" => Contains(mail.Content.Subject, value),
            "in" or "label" or "is" => Place(value, mail),
            "has" => value == "attachment" && mail.Content.HasAttachment,
            "newer_than" => Age(value) is { } age && mail.InternalDate >= now - age,
            "older_than" => Age(value) is { } age && mail.InternalDate < now - age,
            "after" or "newer" => Instant(value) is { } instant && mail.InternalDate >= instant,
            "before" or "older" => Instant(value) is { } instant && mail.InternalDate < instant,
            "rfc822msgid" => mail.Content.MessageId == value.Trim('<', '>'),
            _ => false,
        };

    // A full address matches itself and its plus-aliases; less than that matches anywhere in the header.
    private static bool Person(string header, string value, MailContent content)
    {
        foreach (var address in content.Addresses[header])
        {
            if (address == value || WithoutAlias(address) == value)
                return true;
        }

        return !IsAddress(value) && content.Header(header) is { } text && Contains(text, value);
    }

    /// <summary><c>jane+news@acme.test</c> as <c>jane@acme.test</c>.</summary>
    public static string WithoutAlias(string address)
    {
        var plus = address.IndexOf('+', StringComparison.Ordinal);
        var sign = address.LastIndexOf('@');
        return plus > 0 && plus < sign ? string.Concat(address.AsSpan(0, plus), address.AsSpan(sign)) : address;
    }

    private static bool Place(string value, StoredMail mail) =>
        value switch
        {
            "anywhere" => true,
            "draft" or "drafts" => mail.IsDraft,
            _ => mail.Labels.Contains(value.ToUpperInvariant()),
        };

    private static bool Contains(string text, string value) => text.Contains(value, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Age(string value) =>
        value.Length > 1 && int.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? value[^1] switch
            {
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                'm' => TimeSpan.FromDays(30 * count),
                'y' => TimeSpan.FromDays(365 * count),
                _ => null,
            }
            : null;

    // A bare date is midnight Pacific Standard Time, whatever the season.
    private static DateTimeOffset? Instant(string value)
    {
        if (
            long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 100_000 and < 253_402_300_800
        )
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return DateOnly.TryParseExact(value, ["yyyy/M/d", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(-8))
            : null;
    }
}
