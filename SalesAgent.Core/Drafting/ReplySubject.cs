using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting;

/// <summary>The subject of a reply follows from the conversation: Gmail keeps a thread together by it.</summary>
internal static partial class ReplySubject
{
    /// <summary>One "Re:" before what is left of the subject without any.</summary>
    public static string For(string threadSubject) => $"Re: {Stripped(threadSubject)}".TrimEnd();

    public static bool SameConversation(string subject, string threadSubject) =>
        string.Equals(Stripped(subject), Stripped(threadSubject), StringComparison.Ordinal);

    private static string Stripped(string subject) => Prefixes().Replace(UntrustedText.Clean(subject, int.MaxValue) ?? "", "");

    [GeneratedRegex(@"^(\s*(re|fwd|fw)\s*:\s*)+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefixes();
}
