using System.Globalization;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Correspondents;

/// <summary>
/// What mail that was found says for a draft: who wrote what, which conversation to go on with, and what a reviewer should know. Pure.
/// </summary>
/// <param name="theirs">All addresses of the lead, the one that drafts go to first.</param>
/// <param name="phone">The lead's, or null.</param>
internal sealed class MailReading(
    IReadOnlyList<string> theirs,
    Rep rep,
    RepDirectory reps,
    string? phone,
    IReadOnlyCollection<string> linkHosts,
    DateTimeOffset now
)
{
    private const int MostLines = 5;
    private const int MostNames = 5;
    private const int SnippetLength = 160;

    /// <summary>An older conversation is history; a form filled in today begins a new one.</summary>
    private static readonly TimeSpan StillGoingOn = TimeSpan.FromDays(60);

    private readonly IReadOnlyList<string> addresses = theirs;
    private readonly WhoWrote who = new(theirs, reps);

    private string DraftsGoTo => addresses[0];

    /// <returns>With it, a sentence each, what to look at before approving.</returns>
    public (Correspondence Correspondence, IReadOnlyList<string> Warnings) Of(MailSearch found)
    {
        List<string> warnings = [];
        var away = AwayIn(found.Threads);
        if (away is not null)
            warnings.Add(Told(away));
        var target = TargetIn(found.Threads, warnings);
        return (
            new Correspondence(LinesOf(found.Threads), target)
            {
                Searched = addresses,
                ListMailLeftOut = found.ListMailLeftOut,
                IsCutOff = found.IsCutOff,
                Away = away,
            },
            warnings
        );
    }

    private MailLine[] LinesOf(IReadOnlyList<MailThread> threads) =>
        [
            .. threads
                .SelectMany(thread => thread.Messages.Where(mail => !mail.IsDraft).Select(mail => (thread, mail)))
                .OrderByDescending(found => found.mail.Date)
                .Take(MostLines)
                .Select(found => LineOf(found.thread, found.mail)),
        ];

    private MailLine LineOf(MailThread thread, MailMessage mail)
    {
        var author = who.Of(thread, mail);
        return new MailLine(
            mail.Date,
            author is MailAuthor.Them && mail.Nature is MailNature.Written,
            UntrustedText.Clean(thread.Subject, SnippetLength) ?? "(no subject)",
            UntrustedText.Clean(mail.Snippet, SnippetLength) ?? ""
        )
        {
            Author = author,
            AuthorName = author is MailAuthor.Colleague or MailAuthor.Other ? WhoWrote.NameOf(mail.From) : null,
            Nature = mail.Nature,
            NotToThem = author is MailAuthor.Us && !who.IsToThem(mail),
        };
    }

    /// <summary>The conversation to go on with: the one in which they, or we to them, wrote last.</summary>
    private ReplyTarget? TargetIn(IReadOnlyList<MailThread> threads, List<string> warnings)
    {
        var newest = threads
            .Select(thread => (Thread: thread, Mail: thread.Messages.LastOrDefault(mail => who.IsBetweenUs(thread, mail))))
            .Where(found => found.Mail is not null)
            .OrderByDescending(found => found.Mail!.Date)
            .FirstOrDefault();
        if (newest is not { Thread: { } thread, Mail: { } last } || now - last.Date > StillGoingOn)
        {
            warnings.AddRange(NobodyToAnswer(threads));
            return null;
        }

        if (thread.HasForeignDraft)
        {
            warnings.Add("You have already started a reply in your latest conversation with them. This draft is a separate mail.");
            return null;
        }

        if (ReplyContext.For(thread, last) is not { } reply)
            return null;
        if (!TheirSubject.CanStand(reply.Subject, addresses, phone, linkHosts))
        {
            warnings.Add("The subject of your latest conversation with them should not be repeated, so this draft is a separate mail.");
            return null;
        }

        var isTheirs = who.Of(thread, last) is MailAuthor.Them;
        warnings.AddRange(About(thread, last, isTheirs));
        return new ReplyTarget(reply.ThreadId, reply.InReplyTo, reply.References, reply.Subject, last.Date, isTheirs);
    }

    /// <summary>There is mail about them, and none that they wrote or got: a draft must not answer what is somebody else's.</summary>
    private IEnumerable<string> NobodyToAnswer(IReadOnlyList<MailThread> threads)
    {
        var latest = threads
            .SelectMany(thread => thread.Messages.Where(mail => !mail.IsDraft).Select(mail => (thread, mail)))
            .Where(found => now - found.mail.Date <= StillGoingOn && found.mail.Nature is MailNature.Written or MailNature.Forwarded)
            .OrderByDescending(found => found.mail.Date)
            .FirstOrDefault();
        if (latest is { thread: { } thread, mail: { } mail })
        {
            var author = who.Of(thread, mail);
            if (author is MailAuthor.Colleague or MailAuthor.Other)
                yield return $"The latest mail with them is not theirs but by {Named(thread, mail.From)}: this draft is a separate mail to them alone.";
            else if (author is MailAuthor.Them && mail.Nature is MailNature.Forwarded)
                yield return "Their latest mail passes on somebody else's: this draft is a separate mail.";
        }

        string[] others =
        [
            .. threads
                .SelectMany(found => found.Messages)
                .SelectMany(found => found.Recipients.Append(found.From).OfType<MailPerson>())
                .Select(person => person.Address.ToLowerInvariant())
                .Where(who.IsTheirs)
                .Distinct(),
        ];
        if (others.Length > 0 && !others.Contains(DraftsGoTo))
            yield return $"Earlier mail with them is under {string.Join(", ", others)}; this draft goes to {DraftsGoTo}.";
    }

    private IEnumerable<string> About(MailThread thread, MailMessage last, bool isTheirs)
    {
        var after = thread.Messages.SkipWhile(mail => mail != last).Skip(1).Where(mail => !mail.IsDraft).ToArray();
        var whose = $"{(isTheirs ? "their" : "your")} mail of {DayOf(last.Date)}";
        if (!isTheirs && Array.Find(after, mail => mail.Nature is MailNature.Bounce) is { } bounce)
            yield return $"Your mail of {DayOf(last.Date)} may not have arrived: a report about it came on {DayOf(bounce.Date)}.";

        string[] others =
        [
            .. after
                .Where(mail => mail.Nature is MailNature.Written && who.Of(thread, mail) is MailAuthor.Colleague or MailAuthor.Other)
                .Select(mail => Named(thread, mail.From))
                .Distinct()
                .Take(MostNames),
        ];
        if (others.Length > 0)
            yield return $"{string.Join(" and ", others)} wrote after {whose}, which this draft {(isTheirs ? "answers" : "follows up")}.";

        string[] leftOut =
        [
            .. last
                .To.Concat(last.Cc)
                .Where(person => !who.IsTheirs(person.Address) && !IsOwn(thread, person.Address))
                .Select(WhoWrote.NameOf)
                .OfType<string>()
                .Distinct()
                .Take(MostNames),
        ];
        if (leftOut.Length > 0)
            yield return $"Also on {whose} and left out of this draft: {string.Join(", ", leftOut)}.";

        if (UnderAnotherAddress(last, isTheirs) is { } other)
            yield return $"Your conversation with them goes on under {other}; this draft goes to {DraftsGoTo}.";
        if (!isTheirs)
            yield break;

        MailPerson[] wanted = [.. last.ReplyTo.Where(person => !who.IsOfOurs(thread, person.Address) && !IsOwn(thread, person.Address))];
        if (wanted.Length > 0 && !Array.Exists(wanted, person => who.IsTheirs(person.Address)))
            yield return $"They asked for answers to {string.Join(", ", wanted.Select(person => person.Address))}; this draft goes to {DraftsGoTo}.";
        if (
            last.Recipients.Where(person => IsOwn(thread, person.Address)).Select(person => person.Address).ToArray()
                is [var alias, ..] written
            && !written.Contains(rep.Email, StringComparer.OrdinalIgnoreCase)
        )
        {
            yield return $"They wrote to {alias}; this draft is from {rep.Email}.";
        }
    }

    private string? UnderAnotherAddress(MailMessage last, bool isTheirs)
    {
        string[] used = isTheirs
            ? [last.From!.Address]
            : [.. last.Recipients.Where(person => who.IsTheirs(person.Address)).Select(person => person.Address)];
        return Array.Exists(used, address => string.Equals(address, DraftsGoTo, StringComparison.OrdinalIgnoreCase)) ? null : used[0];
    }

    /// <summary>The latest note that nothing of theirs has come after and whose day has not passed.</summary>
    private AwayNote? AwayIn(IReadOnlyList<MailThread> threads)
    {
        var theirMail = threads
            .SelectMany(thread => thread.Messages.Where(mail => !mail.IsDraft && who.Of(thread, mail) is MailAuthor.Them))
            .OrderByDescending(mail => mail.Date)
            .TakeWhile(mail => mail.Nature is not MailNature.Written);
        return
            theirMail.Select(AwayNotes.Read).OfType<AwayNote>().FirstOrDefault() is { } note
            && now - note.At <= StillGoingOn
            && (note.Until is null || note.Until >= Today)
            ? note
            : null;
    }

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, rep.TimeZone).DateTime);

    private string Told(AwayNote note)
    {
        var until = note.Until is { } day ? $" until {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}" : "";
        return $"They seem to be away{until}: their automatic note of {DayOf(note.At)} says “{note.Words}”.";
    }

    private string Named(MailThread thread, MailPerson? person) =>
        person is null ? "somebody whose address cannot be read"
        : who.IsOfOurs(thread, person.Address) ? $"{WhoWrote.NameOf(person)}, a colleague"
        : WhoWrote.NameOf(person) ?? "somebody else";

    private static bool IsOwn(MailThread thread, string address) => thread.OwnAddresses.Contains(address, StringComparer.OrdinalIgnoreCase);

    private string DayOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, rep.TimeZone).ToString("d MMM", CultureInfo.InvariantCulture);
}
