using SalesAgent.Core.Drafting;

namespace SalesAgent.Core.Review.Verbs.Buttons;

/// <summary>Something a person may fill in before pressing a button. It reads what a click carries, and believes none of it.</summary>
/// <param name="Field">Its name in the data of the click.</param>
public abstract record VerbInput(string Field)
{
    /// <summary>One of a list.</summary>
    /// <param name="Placeholder">Shown while nothing is picked.</param>
    public sealed record Choice(string Field, string Label, string Placeholder, IReadOnlyList<VerbOption> Options) : VerbInput(Field)
    {
        /// <summary>Null when nothing was picked, or something that is not one of <see cref="Options"/>.</summary>
        internal string? In(ReviewClick click) => Options.FirstOrDefault(option => option.Code == Raw(click))?.Code;
    }

    /// <summary>Free text.</summary>
    /// <param name="MostCharacters">The client is asked to keep to it, and longer text is cut.</param>
    public sealed record Words(string Field, string Label, string Placeholder, int MostCharacters) : VerbInput(Field)
    {
        /// <summary>Cleaned and cut; null when nothing was said.</summary>
        internal string? In(ReviewClick click) => UntrustedText.CleanLines(Raw(click), MostCharacters);
    }

    /// <summary>
    /// The choice among the free times, which stands on the card itself. Whether a time is one of them is for whoever works it in.
    /// </summary>
    public sealed record Times(string Field) : VerbInput(Field)
    {
        /// <summary>Slot ids; null when the card had no choice, empty when none was picked.</summary>
        internal IReadOnlyList<string>? In(ReviewClick click) =>
            Raw(click)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private string? Raw(ReviewClick click) => click.Inputs.GetValueOrDefault(Field);
}
