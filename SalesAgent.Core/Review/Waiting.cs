using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

/// <summary>When a pending draft is due for a reminder and when it expires, computed from its records alone.</summary>
/// <param name="Since">When the draft as it is came to be.</param>
/// <param name="RemindAt">When the rep is to be reminded, in working hours; null: not, or it has been done.</param>
/// <param name="ExpireAt">When it is to be closed if nothing happens before; null: never, or not before a reminder.</param>
internal sealed record Waiting(DateTimeOffset Since, DateTimeOffset? RemindAt, DateTimeOffset? ExpireAt, ExpiryReason Reason)
{
    /// <summary>Whether something is to be done now.</summary>
    public bool IsDue(DateTimeOffset now) => RemindAt <= now || ExpireAt <= now;

    /// <summary>How long until something is to be done, what is due by now left aside; null: nothing will be.</summary>
    public TimeSpan? Until(DateTimeOffset now) =>
        new[] { RemindAt, ExpireAt }.OfType<DateTimeOffset>().Where(at => at > now).Select(at => (TimeSpan?)(at - now)).Min();

    /// <summary>Null when nobody is waited for: it is decided, not shown, or being worked on.</summary>
    public static Waiting? Of(LeadState state, WorkingHours hours, TimeZoneInfo zone, ReviewOptions options)
    {
        if (
            state
            is not { Run: { EndedAt: { } since, Dossier: var dossier }, Review: { State: ReviewState.Proposed, Cards.Count: > 0 } review }
        )
        {
            return null;
        }

        DateTimeOffset? expires = options.ExpireAfterHours > 0 ? since.AddHours(options.ExpireAfterHours) : null;
        DateTimeOffset? lastTime =
            options.ExpireAfterHours > 0 && dossier.Draft is { Times.Count: > 0 } draft ? draft.Times.Max(slot => slot.Start) : null;
        var stale = lastTime < expires ? lastTime : expires;
        if (options.RemindAfterHours == 0)
            return new Waiting(since, null, stale, ReasonOf(stale, lastTime));

        // If the offered times pass early, the reminder comes early as well, with the usual distance to the end.
        var reminded = review.RemindedAt >= since ? review.RemindedAt : null;
        var after = TimeSpan.FromHours(options.RemindAfterHours);
        var wanted = stale is null || since + after < stale ? since + after : since + ((stale.Value - since) * 2 / 3);
        var remind = reminded is null ? hours.NextFrom(wanted, zone) : null;

        // Nobody loses a draft over a weekend without a word; only times that have passed do not wait for that.
        var grace = TimeSpan.FromHours(Math.Max(0, options.ExpireAfterHours - options.RemindAfterHours));
        var byAge = (reminded ?? remind) is { } told && expires is { } usual && told + grace > usual ? told + grace : expires;
        var end = lastTime < byAge ? lastTime : byAge;
        return new Waiting(since, remind < end || end is null ? remind : null, end, ReasonOf(end, lastTime));
    }

    private static ExpiryReason ReasonOf(DateTimeOffset? end, DateTimeOffset? lastTime) =>
        end is not null && end == lastTime ? ExpiryReason.TimesPassed : ExpiryReason.NotDecided;
}
