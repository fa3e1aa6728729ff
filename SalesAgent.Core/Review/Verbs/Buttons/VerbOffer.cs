namespace SalesAgent.Core.Review.Verbs.Buttons;

/// <summary>That a card offers a verb, and where.</summary>
public sealed record VerbOffer(VerbPlace Place, VerbTone Tone = VerbTone.Plain);
