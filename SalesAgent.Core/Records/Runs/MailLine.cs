using System.Text.Json.Serialization;
using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Core.Records.Runs;

/// <summary>An earlier mail, as it is told on a card.</summary>
/// <param name="FromThem">The lead sat down and wrote it.</param>
public sealed record MailLine(DateTimeOffset At, bool FromThem, string Subject, string Snippet)
{
    /// <summary>Null in what an earlier release stored, which knew only what came in from what went out.</summary>
    public MailAuthor? Author { get; init; }

    /// <summary>Of a colleague or somebody else: name or address, data of a stranger.</summary>
    public string? AuthorName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MailNature Nature { get; init; }

    /// <summary>Ours, and the lead was not among those it went to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotToThem { get; init; }

    /// <summary>Who wrote what, as it stands before the day: "from them", "automatic note from them".</summary>
    [JsonIgnore]
    public string Told =>
        (Nature, Author) switch
        {
            (MailNature.Bounce, _) => "report that a mail did not arrive",
            (MailNature.Automatic, _) => $"automatic note {From}",
            (MailNature.Receipt, _) => $"read receipt {From}",
            (MailNature.Calendar, _) => $"calendar message {From}",
            (MailNature.Forwarded, MailAuthor.Us) => NotToThem ? "forwarded by you to others" : "forwarded to them",
            (MailNature.Forwarded, _) => $"forwarded, {From}",
            (_, MailAuthor.Us) or (_, null) => NotToThem ? "from you to others"
            : FromThem ? "from them"
            : "to them",
            _ => From,
        };

    private string From =>
        Author switch
        {
            MailAuthor.Them => "from them",
            MailAuthor.Us => "from you",
            MailAuthor.Colleague => $"from {AuthorName ?? "somebody"}, a colleague",
            MailAuthor.Other => $"from {AuthorName ?? "somebody else"}, not them",
            _ => FromThem ? "from them" : "to them",
        };
}

/// <summary>Who wrote a mail, seen from one lead: its From compared with all addresses that are known of them and of us.</summary>
public enum MailAuthor
{
    /// <summary>The lead.</summary>
    Them,

    /// <summary>The rep.</summary>
    Us,

    /// <summary>Somebody of our own company.</summary>
    Colleague,

    /// <summary>Anybody else, also a program without an address.</summary>
    Other,
}
