using System.Globalization;
using SalesAgent.Core.Storage.Queue;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>
/// Work as rows. Times are Unix milliseconds; a lease is a receipt together with a moment of visibility to come. That moment is by the
/// clock of the wall, which may be turned: whoever holds an item goes by the time that passed, what is out of sight for longer than it may
/// be counts as visible, and what waits moves along when the clock is set back.
/// </summary>
/// <param name="held">What this process holds; null: known to this queue alone.</param>
internal sealed class SqliteWorkQueue(SqliteDatabase database, TimeProvider time, HeldWork? held = null) : IWorkQueue
{
    private const string WhereOurs = " WHERE id = ?1 AND receipt = ?2 AND buried_at IS NULL";

    private const string Columns =
        "id, kind, subject, argument, attempts, enqueued_at, visible_at, urgent, coalesce(again_retried, retried)";

    private const string UrgentDue =
        $"SELECT {Columns}, NULL FROM work WHERE buried_at IS NULL AND urgent = 1 AND visible_at <= ?1 ORDER BY visible_at, id LIMIT ?2";
    private const string OthersDue =
        $"SELECT {Columns}, NULL FROM work WHERE buried_at IS NULL AND urgent = 0 AND visible_at <= ?1 ORDER BY visible_at, id LIMIT ?2";
    private const string UrgentAhead =
        $"SELECT {Columns}, NULL FROM work WHERE buried_at IS NULL AND urgent = 1 AND visible_at > ?1 ORDER BY visible_at DESC, id DESC LIMIT ?2";
    private const string OthersAhead =
        $"SELECT {Columns}, NULL FROM work WHERE buried_at IS NULL AND urgent = 0 AND visible_at > ?1 ORDER BY visible_at DESC, id DESC LIMIT ?2";

    /// <summary>Of an item that whoever put it on the queue does not hold. No receipt is 0.</summary>
    private const string NoReceipt = "0";

    /// <summary>Milliseconds, with some room for a clock that is being corrected.</summary>
    private static readonly long LongestAhead = (long)(WorkRules.LongestHidden + TimeSpan.FromSeconds(10)).TotalMilliseconds;

    private readonly UrgentShare share = new();
    private readonly HeldWork ours = held ?? new HeldWork(time);
    private readonly ClockStep clock = new(time);

    public Task<IReadOnlyList<LeasedWork>> EnqueueAsync(IReadOnlyList<WorkItem> items, TimeSpan lease, CancellationToken cancellationToken)
    {
        WorkRules.CheckEnqueue(items, lease);
        return LeaseAsync(session => items.Select(item => Enqueue(session, item, time, lease, ours)), cancellationToken);
    }

    public async Task<IReadOnlyList<LeasedWork>> ReceiveAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        WorkRules.CheckReceive(max, lease);
        if (clock.SetBackBy() is { Ticks: > 0 } step)
            await MoveAlongAsync(step, cancellationToken);

        // Looking first leaves the writer alone while there is nothing to do.
        if (
            !await database.ReadAsync(
                session => Free(session, Now(), 1, urgent: true).Count > 0 || Free(session, Now(), 1, urgent: false).Count > 0,
                cancellationToken
            )
        )
        {
            return [];
        }

        return await LeaseAsync(
            session =>
            {
                var now = Now();
                return share
                    .Of(Free(session, now, max, urgent: true), Free(session, now, max, urgent: false), max)
                    .Select(work => Lease(session, work, now, lease));
            },
            cancellationToken
        );
    }

    public async Task<LeasedWork?> RenewAsync(LeasedWork work, TimeSpan lease, CancellationToken cancellationToken)
    {
        WorkRules.CheckLease(lease);
        if (work.Left(time) <= TimeSpan.Zero)
            return null;

        try
        {
            return await database.WriteAsync(
                session =>
                {
                    var until = Now() + (long)lease.TotalMilliseconds;
                    var (receipt, began) = (session.NextNumber(), time.GetTimestamp());
                    if (
                        Ours(session, "UPDATE work SET receipt = ?3, visible_at = ?4" + WhereOurs, work)
                            .Bind(3, receipt)
                            .Bind(4, until)
                            .Execute() != 1
                    )
                    {
                        return null;
                    }

                    var renewed = work with { Receipt = Text(receipt), LeasedUntil = At(until), Began = began, Length = lease };
                    ours.Hold(renewed);
                    return renewed;
                },
                cancellationToken
            );
        }
        catch
        {
            // Rolled back: it is held as before.
            ours.Hold(work);
            throw;
        }
    }

    public Task<bool> CompleteAsync(LeasedWork work, CancellationToken cancellationToken) =>
        SettleAsync(
            work,
            session =>
                Ours(
                        session,
                        "UPDATE work SET receipt = NULL, visible_at = again_at, attempts = 0, again_at = NULL, retried = again_retried, again_retried = NULL"
                            + WhereOurs
                            + " AND again_at IS NOT NULL",
                        work
                    )
                    .Execute() == 1
                || Ours(session, "DELETE FROM work" + WhereOurs, work).Execute() == 1,
            cancellationToken
        );

    public Task<bool> PostponeAsync(LeasedWork work, TimeSpan delay, CancellationToken cancellationToken)
    {
        WorkRules.CheckDelay(delay);
        return SettleAsync(
            work,
            session =>
                Ours(
                        session,
                        """
                        UPDATE work SET receipt = NULL, visible_at = min(?3, coalesce(again_at, ?3)),
                          attempts = iif(again_at IS NULL, ?4, 0), again_at = NULL,
                          retried = coalesce(again_retried, retried), again_retried = NULL
                        """ + WhereOurs,
                        work
                    )
                    .Bind(3, Now() + (long)WorkRules.Capped(delay).TotalMilliseconds)
                    .Bind(4, work.Attempts)
                    .Execute() == 1,
            cancellationToken
        );
    }

    public Task<bool> BuryAsync(LeasedWork work, string reason, CancellationToken cancellationToken)
    {
        WorkRules.CheckReason(reason);
        return SettleAsync(
            work,
            session =>
            {
                // What was asked for meanwhile is not given up with it.
                var again = Again(session, work);
                const string bury =
                    "UPDATE work SET receipt = NULL, again_at = NULL, retried = NULL, again_retried = NULL, buried_at = ?3, buried_because = ?4"
                    + WhereOurs;
                if (Ours(session, bury, work).Bind(3, Now()).Bind(4, reason).Execute() == 0)
                    return false;

                session
                    .Prepare("DELETE FROM work WHERE buried_at IS NOT NULL AND subject = ?1 AND kind = ?2 AND argument IS ?3 AND id <> ?4")
                    .Bind(1, work.Item.Subject)
                    .Bind(2, work.Item.Kind)
                    .Bind(3, work.Item.Argument)
                    .Bind(4, Number(work.Id))
                    .Execute();
                if (again is { } asked)
                    Insert(session, work.Item with { Retry = asked.Retry }, Now(), asked.At, attempts: 0, ours);
                return true;
            },
            cancellationToken
        );
    }

    public async Task GiveBackAsync(IReadOnlyList<LeasedWork> work, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            session =>
            {
                foreach (var one in work)
                {
                    if (!one.IsHeld)
                    {
                        Hasten(session, one.Item, one.LeasedUntil.ToUnixTimeMilliseconds(), Now(), ours);
                    }
                    else if (one.Left(time) > TimeSpan.Zero)
                    {
                        Ours(session, "UPDATE work SET receipt = NULL, visible_at = min(enqueued_at, ?3), attempts = ?4" + WhereOurs, one)
                            .Bind(3, Now())
                            .Bind(4, Math.Max(0, one.Attempts - 1))
                            .Execute();
                    }
                }

                return true;
            },
            cancellationToken
        );
        foreach (var one in work)
            ours.Drop(one);
    }

    public Task<int> ReclaimAsync(IReadOnlyList<LeasedWork> left, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
                left.Count(work =>
                    Ours(session, "UPDATE work SET receipt = NULL, visible_at = ?3" + WhereOurs, work).Bind(3, Now()).Execute() == 1
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<WorkItem>> MissingAsync(
        IReadOnlyList<(WorkItem Item, DateTimeOffset At)> asked,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<WorkItem>>(
            session => [.. asked.Where(one => Living(session, one.Item) is null).Select(one => one.Item)],
            cancellationToken
        );

    public Task<IReadOnlyList<QueuedWork>> ListAsync(int max, CancellationToken cancellationToken) =>
        ListAsync(
            $"SELECT {Columns}, buried_because, receipt, buried_at FROM work WHERE buried_at IS NULL ORDER BY id LIMIT ?1",
            max,
            cancellationToken
        );

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session.Prepare("SELECT count(*) FROM work WHERE buried_at IS NULL").TryFirst(static row => row.Number(0), out var count)
                    ? count
                    : 0,
            cancellationToken
        );

    public Task<IReadOnlyList<QueuedWork>> ListBuriedAsync(int max, CancellationToken cancellationToken) =>
        ListAsync(
            $"SELECT {Columns}, buried_because, receipt, buried_at FROM work WHERE buried_at IS NOT NULL ORDER BY buried_at DESC, id DESC LIMIT ?1",
            max,
            cancellationToken
        );

    public async Task<bool> RetryBuriedAsync(string id, CancellationToken cancellationToken) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && await database.WriteAsync(
            session =>
            {
                if (
                    !session
                        .Prepare($"SELECT {Columns}, NULL FROM work WHERE id = ?1 AND buried_at IS NOT NULL")
                        .Bind(1, number)
                        .TryFirst(ReadWork, out var buried)
                )
                {
                    return false;
                }

                var (now, item) = (Now(), buried!.Item with { Retry = Text(session.NextNumber()) });
                if (Living(session, item) is null)
                {
                    session
                        .Prepare(
                            "UPDATE work SET attempts = 0, receipt = NULL, visible_at = ?2, buried_at = NULL, buried_because = NULL, retried = ?3 WHERE id = ?1"
                        )
                        .Bind(1, number)
                        .Bind(2, now)
                        .Bind(3, item.Retry)
                        .Execute();
                    return true;
                }

                // It was asked for again in the meantime: one of the two is enough.
                Hasten(session, item, now, now, ours);
                session.Prepare("DELETE FROM work WHERE id = ?1").Bind(1, number).Execute();
                return true;
            },
            cancellationToken
        );

    /// <param name="held">Told before the commit, so that nothing lies between the two when the process dies.</param>
    internal static LeasedWork Enqueue(SqliteSession session, WorkItem item, TimeProvider time, TimeSpan lease, HeldWork? held)
    {
        var (now, began) = (time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
        var (until, attempts) = (now + (long)lease.TotalMilliseconds, lease > TimeSpan.Zero ? 1 : 0);
        if (Living(session, item) is not { } living)
        {
            var work = Insert(session, item, now, until, attempts, held) with { Began = began, Length = lease };
            held?.Hold(work);
            return work;
        }

        // Worked on once more, but not before whoever asks has stored what it is about, for which they have their lease.
        if (until <= now)
        {
            Hasten(session, item, until, now, held);
        }
        else
        {
            session
                .Prepare(
                    "UPDATE work SET again_at = max(coalesce(again_at, 0), ?2), urgent = max(urgent, ?3), again_retried = coalesce(?4, again_retried) WHERE id = ?1"
                )
                .Bind(1, living.Id)
                .Bind(2, until)
                .Bind(3, Urgency(item))
                .Bind(4, item.Retry)
                .Execute();
        }

        return new LeasedWork(Text(living.Id), NoReceipt, item, attempts, At(now), At(until))
        {
            IsHeld = false,
            Began = began,
            Length = lease,
        };
    }

    private static LeasedWork Insert(SqliteSession session, WorkItem item, long now, long until, int attempts, HeldWork? held)
    {
        var (id, receipt) = (session.NextNumber(), session.NextNumber());

        // A transaction that was rolled back may have given this number to something that was held.
        held?.Forget(Text(id));
        session
            .Prepare(
                "INSERT INTO work (id, kind, subject, argument, attempts, enqueued_at, visible_at, receipt, urgent, retried) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
            )
            .Bind(1, id)
            .Bind(2, item.Kind)
            .Bind(3, item.Subject)
            .Bind(4, item.Argument)
            .Bind(5, attempts)
            .Bind(6, now)
            .Bind(7, until)
            .Bind(8, receipt)
            .Bind(9, Urgency(item))
            .Bind(10, item.Retry)
            .Execute();
        return new LeasedWork(Text(id), Text(receipt), item, attempts, At(now), At(until));
    }

    /// <summary>The one living item about the same, whoever has it.</summary>
    private static (long Id, bool IsLeased, long VisibleAt)? Living(SqliteSession session, WorkItem item) =>
        session
            .Prepare(
                "SELECT id, receipt, visible_at FROM work WHERE subject = ?1 AND kind = ?2 AND argument IS ?3 AND buried_at IS NULL LIMIT 1"
            )
            .Bind(1, item.Subject)
            .Bind(2, item.Kind)
            .Bind(3, item.Argument)
            .TryFirst(static row => (row.Number(0), row.TextOrNull(1) is not null, row.Number(2)), out var living)
            ? living
            : null;

    /// <summary>Has it worked on at once: when whoever has it is done, or now.</summary>
    /// <param name="until">When it would have been worked on anyway; whoever asked later keeps what they were promised.</param>
    /// <param name="held">What this process holds is in its hands, even if the clock was set ahead.</param>
    private static void Hasten(SqliteSession session, WorkItem item, long until, long now, HeldWork? held)
    {
        if (Living(session, item) is not { } living)
        {
            Insert(session, item, now, now, attempts: 0, held);
        }
        else if (living.IsLeased && (living.VisibleAt > now || held?.IsHeld(Text(living.Id)) is true))
        {
            session
                .Prepare(
                    "UPDATE work SET again_at = ?2, urgent = max(urgent, ?3), again_retried = coalesce(?4, again_retried) WHERE id = ?1"
                )
                .Bind(1, living.Id)
                .Bind(2, now)
                .Bind(3, Urgency(item))
                .Bind(4, item.Retry)
                .Execute();
        }
        else
        {
            session
                .Prepare(
                    """
                    UPDATE work SET visible_at = min(visible_at, ?2), receipt = NULL, attempts = 0, urgent = max(urgent, ?3),
                      again_at = iif(again_at > ?4, again_at, NULL), retried = coalesce(?5, again_retried, retried), again_retried = NULL
                    WHERE id = ?1
                    """
                )
                .Bind(1, living.Id)
                .Bind(2, now)
                .Bind(3, Urgency(item))
                .Bind(4, until)
                .Bind(5, item.Retry)
                .Execute();
        }
    }

    private static (long At, string? Retry)? Again(SqliteSession session, LeasedWork work) =>
        Ours(session, "SELECT again_at, again_retried FROM work" + WhereOurs + " AND again_at IS NOT NULL", work)
            .TryFirst(static row => (row.Number(0), row.TextOrNull(1)), out var asked)
            ? asked
            : null;

    /// <summary>
    /// What can be received: not what this process holds, even if the clock was set ahead; and what is hidden for longer than anything may
    /// be.
    /// </summary>
    private List<QueuedWork> Free(SqliteSession session, long now, int max, bool urgent)
    {
        var due = Due(session, now, max, urgent);

        // One look at what is held: a reader sees rows of before the leases that are being given out meanwhile.
        var held = ours.Ids();
        if (due.RemoveAll(work => held.Contains(work.Id)) > 0)
        {
            due = Due(session, now, max + held.Count, urgent);
            due.RemoveAll(work => held.Contains(work.Id));
        }

        if (due.Count >= max)
            return due.Count > max ? due[..max] : due;

        var ahead = session
            .Prepare(urgent ? UrgentAhead : OthersAhead)
            .Bind(1, now + LongestAhead)
            .Bind(2, max - due.Count + held.Count)
            .All(ReadWork);
        due.AddRange(ahead.Where(work => !held.Contains(work.Id)).Take(max - due.Count));
        return due;
    }

    private static List<QueuedWork> Due(SqliteSession session, long now, int max, bool urgent) =>
        session.Prepare(urgent ? UrgentDue : OthersDue).Bind(1, now).Bind(2, max).All(ReadWork);

    /// <summary>What is postponed keeps the rest of its pause. Leases are left alone: somebody may hold them.</summary>
    private Task<bool> MoveAlongAsync(TimeSpan step, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var (by, now) = ((long)step.TotalMilliseconds, Now());
                session
                    .Prepare("UPDATE work SET visible_at = visible_at - ?1 WHERE buried_at IS NULL AND receipt IS NULL AND visible_at > ?2")
                    .Bind(1, by)
                    .Bind(2, now)
                    .Execute();
                session
                    .Prepare("UPDATE work SET again_at = again_at - ?1 WHERE buried_at IS NULL AND again_at > ?2")
                    .Bind(1, by)
                    .Bind(2, now)
                    .Execute();
                return true;
            },
            cancellationToken
        );

    private static long Urgency(WorkItem item) => item.IsUrgent ? 1 : 0;

    private LeasedWork Lease(SqliteSession session, QueuedWork work, long now, TimeSpan lease)
    {
        var began = time.GetTimestamp();
        var (until, receipt, attempts) = (now + (long)lease.TotalMilliseconds, session.NextNumber(), work.Attempts + 1);
        session
            .Prepare(
                "UPDATE work SET attempts = ?2, visible_at = ?3, receipt = ?4, again_at = iif(again_at > ?5, again_at, NULL), retried = coalesce(again_retried, retried), again_retried = NULL WHERE id = ?1"
            )
            .Bind(1, Number(work.Id))
            .Bind(2, attempts)
            .Bind(3, until)
            .Bind(4, receipt)
            .Bind(5, now)
            .Execute();
        var leased = new LeasedWork(work.Id, Text(receipt), work.Item, attempts, work.EnqueuedAt, At(until))
        {
            Began = began,
            Length = lease,
        };
        ours.Hold(leased);
        return leased;
    }

    /// <summary>
    /// What a write leases is held from inside its transaction on, and let go of when the transaction is rolled back or run again.
    /// </summary>
    private async Task<IReadOnlyList<LeasedWork>> LeaseAsync(
        Func<SqliteSession, IEnumerable<LeasedWork>> lease,
        CancellationToken cancellationToken
    )
    {
        var leased = new List<LeasedWork>();
        try
        {
            return await database.WriteAsync<IReadOnlyList<LeasedWork>>(
                session =>
                {
                    LetGo();
                    foreach (var work in lease(session))
                        leased.Add(work);
                    return leased;
                },
                cancellationToken
            );
        }
        catch
        {
            LetGo();
            throw;
        }

        void LetGo()
        {
            foreach (var work in leased)
                ours.Drop(work);
            leased.Clear();
        }
    }

    private async Task<bool> SettleAsync(LeasedWork work, Func<SqliteSession, bool> settle, CancellationToken cancellationToken)
    {
        var isOurs = work.Left(time) > TimeSpan.Zero && await database.WriteAsync(settle, cancellationToken);
        ours.Drop(work);
        return isOurs;
    }

    private static SqliteStatement Ours(SqliteSession session, string sql, LeasedWork work) =>
        session.Prepare(sql).Bind(1, Number(work.Id)).Bind(2, Number(work.Receipt));

    private async Task<IReadOnlyList<QueuedWork>> ListAsync(string sql, int max, CancellationToken cancellationToken)
    {
        WorkRules.CheckMost(max);
        var now = Now();
        return await database.ReadAsync(session => session.Prepare(sql).Bind(1, max).All(row => ReadListed(row, now)), cancellationToken);
    }

    private static QueuedWork ReadListed(SqliteStatement row, long now) =>
        ReadWork(row) with
        {
            IsLeased = row.TextOrNull(10) is not null && row.Number(6) > now,
            BuriedAt = row.TextOrNull(11) is null ? null : At(row.Number(11)),
        };

    private static QueuedWork ReadWork(SqliteStatement row) =>
        new(
            Text(row.Number(0)),
            new WorkItem(row.Text(1), row.Text(2), row.TextOrNull(3)) { IsUrgent = row.Number(7) == 1, Retry = row.TextOrNull(8) },
            (int)row.Number(4),
            At(row.Number(5)),
            At(row.Number(6)),
            row.TextOrNull(9)
        );

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
