namespace SalesAgent.Bot.Sandbox.Gmail;

/// <summary>A parsed part of a Gmail search.</summary>
internal abstract record GmailTerm
{
    private GmailTerm() { }

    public sealed record All(IReadOnlyList<GmailTerm> Terms) : GmailTerm;

    public sealed record Any(IReadOnlyList<GmailTerm> Terms) : GmailTerm;

    public sealed record Not(GmailTerm Term) : GmailTerm;

    public sealed record Operator(string Name, string Value) : GmailTerm;

    public sealed record Word(string Text) : GmailTerm;
}
