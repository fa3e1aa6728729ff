namespace SalesAgent.Core.Drafting;

/// <summary>All a writer may know. Typed and capped: untrusted text appears here as data and nowhere else.</summary>
public sealed record MessageBrief
{
    public required string RepName { get; init; }
    public string? Team { get; init; }

    /// <summary>Null when nobody told us: the greeting then does without.</summary>
    public string? FirstName { get; init; }
    public string? Company { get; init; }
    public string? JobTitle { get; init; }

    /// <summary>Of the lead's address: a company that is called like it is named, other sites are not. No writer is told.</summary>
    public string? ContactDomain { get; init; }

    /// <summary>What they wrote, cleaned and capped.</summary>
    public string? TheirMessage { get; init; }

    /// <summary>The form or page, or null when a rep asked for the draft.</summary>
    public string? FormName { get; init; }

    /// <summary>The beginnings of earlier mails with them, newest first.</summary>
    public IReadOnlyList<EarlierMail> EarlierMail { get; init; } = [];

    /// <summary>The subject of the conversation this continues, or null for a first message.</summary>
    public string? ThreadSubject { get; init; }

    /// <summary>When the last mail was exchanged, and whether it came from them.</summary>
    public DateTimeOffset? LastMailAt { get; init; }
    public bool LastMailWasTheirs { get; init; }

    /// <summary>Whether times will be put where the text has its times marker. False: the text must not promise any.</summary>
    public required bool OffersTimes { get; init; }

    /// <summary>For wording such as "last week"; UTC.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <param name="FromThem">The lead wrote it.</param>
/// <param name="Text">Its first words.</param>
public sealed record EarlierMail(bool FromThem, string Subject, string Text)
{
    /// <summary>Who wrote it, in one word: <c>them</c>, <c>us</c>, <c>colleague</c> (of ours) or <c>other</c>.</summary>
    public string From { get; init; } = FromThem ? "them" : "us";
}
