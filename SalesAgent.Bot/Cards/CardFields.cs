namespace SalesAgent.Bot.Cards;

/// <summary>
/// Names in the <c>data</c> of a click that every button puts there. What the person filled in has the names of the verb's inputs.
/// </summary>
internal static class CardFields
{
    public const string Ticket = "ticket";
    public const string Version = "version";
    public const string Hash = "hash";
    public const string Verb = "verb";

    /// <summary>Ids of the times that this card shows as no longer free, joined by commas; missing when it shows none.</summary>
    public const string Gone = "gone";
}
