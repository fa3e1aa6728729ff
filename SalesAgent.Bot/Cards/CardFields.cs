namespace SalesAgent.Bot.Cards;

/// <summary>Names in the <c>data</c> of a click: what the card put there, and what the person filled in.</summary>
internal static class CardFields
{
    public const string Ticket = "ticket";
    public const string Version = "version";
    public const string Hash = "hash";
    public const string Verb = "verb";

    /// <summary>Ids of the chosen times, joined by commas; empty when none is chosen.</summary>
    public const string Times = "times";

    /// <summary>Ids of the times that this card shows as no longer free, joined by commas; missing when it shows none.</summary>
    public const string Gone = "gone";

    /// <summary>A <see cref="Core.Review.RejectReason.Code"/>, or empty.</summary>
    public const string RejectReason = "rejectReason";

    /// <summary>Free text, at most <see cref="NoteLength"/> characters if the client keeps to it.</summary>
    public const string RejectNote = "rejectNote";

    public const int NoteLength = 500;
}
