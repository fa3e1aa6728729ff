namespace SalesAgent.Bot.Cards.Elements;

internal enum Tone
{
    Plain,
    Strong,
    Subtle,
    Title,
    Attention,
}
