namespace SalesAgent.Tests.Drafting.Agents;

internal static class SomeMail
{
    /// <summary>Nothing to say against it: 40 to 120 words, one question, nothing promised.</summary>
    public const string Good = """
        Hi Jane,

        Thank you for filling in our form and for asking how we can help your engineers get started this winter.

        I would like to understand what you have in place today before I suggest anything to you. A short conversation is probably the quickest way to get there.

        Would one of these times suit you?

        [[times]]
        """;
}
