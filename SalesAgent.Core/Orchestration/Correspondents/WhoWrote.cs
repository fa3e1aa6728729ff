using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.Gmail.Messages;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Correspondents;

/// <summary>Who the people of a conversation are to one lead.</summary>
/// <param name="theirs">All addresses of the lead.</param>
internal sealed class WhoWrote(IReadOnlyList<string> theirs, RepDirectory reps)
{
    private const int LongestName = 60;

    public MailAuthor Of(MailThread thread, MailMessage mail) =>
        mail.Direction is MailDirection.Outbound ? MailAuthor.Us
        : mail.From is not { } from ? MailAuthor.Other
        : IsTheirs(from.Address) ? MailAuthor.Them
        : IsOfOurs(thread, from.Address) ? MailAuthor.Colleague
        : MailAuthor.Other;

    public bool IsTheirs(string address) => MailAddresses.IsAmong(address, theirs);

    public bool IsToThem(MailMessage mail) => mail.Recipients.Any(person => IsTheirs(person.Address));

    /// <summary>What they sat down and wrote, or what we wrote to them: all that an answer or a follow-up can go on from.</summary>
    public bool IsBetweenUs(MailThread thread, MailMessage mail) =>
        mail is { IsDraft: false, Nature: MailNature.Written }
        && Of(thread, mail) switch
        {
            MailAuthor.Them => true,
            MailAuthor.Us => IsToThem(mail),
            _ => false,
        };

    /// <summary>Another rep, or somebody under a domain of the mailbox that is no mail provider's.</summary>
    public bool IsOfOurs(MailThread thread, string address) =>
        reps.FindByEmail(address) is not null
        || thread.OwnAddresses.Any(own =>
            EmailAddress.DomainOf(own) is var domain
            && !FreeMail.IsFreeMail(domain)
            && EmailAddress.DomainOf(address) is var theirDomain
            && (
                string.Equals(theirDomain, domain, StringComparison.OrdinalIgnoreCase)
                || theirDomain.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase)
            )
        );

    /// <summary>A name for people.</summary>
    public static string? NameOf(MailPerson? person) =>
        UntrustedText.Clean(person?.Name, LongestName) ?? UntrustedText.Clean(person?.Address, LongestName);
}
