namespace SalesAgent.Core.Review.Verbs.Buttons;

/// <param name="Code">As it travels.</param>
/// <param name="Title">As people read it.</param>
public sealed record VerbOption(string Code, string Title);
