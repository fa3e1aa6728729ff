using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Records;

/// <summary>
/// Names a lead everywhere: in records, on cards, in logs. Opaque and not personal. Ids sort by the second of the first event, so that
/// what is stored about the leads of one time lies together.
/// </summary>
public readonly record struct LeadId
{
    private const int Characters = 20;

    /// <summary>Of 5 bits each: seconds until the year 3058.</summary>
    private const int TimeCharacters = 7;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private LeadId(string value) => Value = value;

    public string Value { get; }

    public override string ToString() => Value;

    /// <summary>The one factory: the same first event of the same person always gives the same id.</summary>
    /// <param name="person">Who it is about (<see cref="PersonKey"/>).</param>
    /// <param name="firstEventKey">The <see cref="IncomingLead.EventKey"/> that opened the window.</param>
    /// <param name="occurredAt">When that event says it happened.</param>
    public static LeadId From(PersonKey person, string firstEventKey, DateTimeOffset occurredAt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{person.Value}\n{firstEventKey}"));
        var seconds = Math.Clamp(occurredAt.ToUnixTimeSeconds(), 0, (1L << (5 * TimeCharacters)) - 1);
        return new LeadId(
            string.Create(
                Characters,
                (hash, seconds),
                static (text, id) =>
                {
                    for (var i = 0; i < TimeCharacters; i++)
                        text[i] = Alphabet[(int)(id.seconds >> (5 * (TimeCharacters - 1 - i))) & 31];
                    for (var i = TimeCharacters; i < text.Length; i++)
                        text[i] = Alphabet[id.hash[i] & 31];
                }
            )
        );
    }

    /// <summary>Reads an id back from a record, a card or a command line.</summary>
    public static bool TryParse(string? text, out LeadId id)
    {
        id = default;
        if (text is not { Length: Characters } || text.AsSpan().ContainsAnyExcept(Letters))
            return false;

        id = new LeadId(text);
        return true;
    }

    /// <exception cref="FormatException">It is no lead id.</exception>
    public static LeadId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a lead id.");
}
