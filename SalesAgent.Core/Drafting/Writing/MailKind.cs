namespace SalesAgent.Core.Drafting.Writing;

/// <summary>The occasions that there is a template for.</summary>
internal enum MailKind
{
    /// <summary>They asked for something: a form or a message, and no conversation yet.</summary>
    FirstMessage,

    /// <summary>A rep wants to write to somebody who has not asked for anything.</summary>
    Introduction,

    /// <summary>They wrote the last mail of a conversation.</summary>
    Reply,

    /// <summary>We wrote the last mail of a conversation.</summary>
    FollowUp,
}

internal static class MailKinds
{
    public static IReadOnlyList<MailKind> All { get; } = Enum.GetValues<MailKind>();

    public static MailKind For(MessageBrief brief) =>
        brief switch
        {
            { ThreadSubject: not null, LastMailWasTheirs: true } => MailKind.Reply,
            { ThreadSubject: not null } => MailKind.FollowUp,
            { FormName: not null } or { TheirMessage: not null } => MailKind.FirstMessage,
            _ => MailKind.Introduction,
        };

    /// <summary>As files, templates in the audit and tasks for a model are called.</summary>
    public static string NameOf(MailKind kind) =>
        kind switch
        {
            MailKind.FirstMessage => "first-message",
            MailKind.Introduction => "introduction",
            MailKind.Reply => "reply",
            MailKind.FollowUp => "follow-up",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No kind of mail."),
        };

    public static bool Continues(MailKind kind) => kind is MailKind.Reply or MailKind.FollowUp;
}
