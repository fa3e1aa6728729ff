using SalesAgent.Core.Drafting;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Review;

/// <summary>
/// Where a draft is found in Gmail. There is no link to a draft itself: a conversation or a search is as close as Gmail lets one come.
/// The mailbox is named, because <c>/u/0/</c> opens the wrong one for people with several.
/// </summary>
internal static class DraftLinks
{
    public static IReadOnlyList<DraftLink> For(Rep rep, Draft draft, MailboxDraft there)
    {
        var account = $"https://mail.google.com/mail/?authuser={Uri.EscapeDataString(rep.Email)}";
        var search = new DraftLink("Find in Drafts", new Uri($"{account}#search/{Uri.EscapeDataString($"in:drafts to:{draft.To}")}"));
        return draft.ThreadId is null
            ? [search]
            : [new DraftLink("Open the conversation", new Uri($"{account}#all/{there.ThreadId}")), search];
    }
}
