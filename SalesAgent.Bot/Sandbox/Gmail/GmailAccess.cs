using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Gmail;

/// <summary>Opens the mailbox a request names, if its token may.</summary>
internal sealed class GmailAccess(GmailWorld world, GoogleAccounts accounts)
{
    /// <param name="answer">What to say with the mailbox in hand.</param>
    public SandboxAnswer With(SandboxCall call, Func<Mailbox, SandboxAnswer> answer)
    {
        var token = call.Bearer ?? "";
        var own = accounts.MailboxOf(token) ?? "";
        var user = call.Route("userId");
        if (user == "me")
            return answer(world[own]);
        var allowed = user.Equals(own, StringComparison.OrdinalIgnoreCase) || (GoogleAccounts.OpensAll(token) && accounts.Knows(user));
        return allowed && world.Find(user) is { } mailbox
            ? answer(mailbox)
            : GoogleWire.Error(403, "delegationDenied", $"Delegation denied for {own}");
    }
}
