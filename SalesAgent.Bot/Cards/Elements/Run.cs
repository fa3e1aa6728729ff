namespace SalesAgent.Bot.Cards.Elements;

/// <summary>A piece of a line. What it says is data: it is neutralised when it is put on a card.</summary>
/// <param name="Bytes">The most it may take (<see cref="CardSize"/>); what is longer ends in an ellipsis.</param>
internal readonly record struct Run(string Text, Tone Tone = Tone.Plain, int Bytes = Run.Line)
{
    /// <summary>A name, a title, a company.</summary>
    public const int Name = 160;

    /// <summary>A sentence.</summary>
    public const int Line = 320;

    /// <summary>What somebody wrote, in passing.</summary>
    public const int Paragraph = 1200;
}
