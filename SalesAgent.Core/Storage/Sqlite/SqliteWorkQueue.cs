using System.Globalization;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>Work as rows. Times are Unix milliseconds; a lease is a receipt together with a moment of visibility to come.</summary>
internal sealed class SqliteWorkQueue(SqliteDatabase database, TimeProvider time) : IWorkQueue
{
    private const string WhereOurs = " WHERE id = ?1 AND receipt = ?2 AND visible_at > ?3 AND buried_at IS NULL";

    private const string Columns = "id, kind, subject, argument, attempts, enqueued_at, visible_at, urgent";

    /// <summary>Of an item that whoever put it on the queue does not hold. No receipt is 0.</summary>
    private const string NoReceipt = "0";

    private readonly UrgentShare share = new();

    public Task<IReadOnlyList<LeasedWork>> EnqueueAsync(IReadOnlyList<WorkItem> items, TimeSpan lease, CancellationToken cancellationToken)
    {
        WorkRules.CheckEnqueue(items, lease);
        return database.WriteAsync<IReadOnlyList<LeasedWork>>(
            session =>
            {
                var now = time.GetUtcNow();
                return [.. items.Select(item => Enqueue(session, item, now, lease))];
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<LeasedWork>> ReceiveAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        WorkRules.CheckReceive(max, lease);

        // Looking first leaves the writer alone while there is nothing to do.
        if (!await database.ReadAsync(session => Due(session, Now(), 1, urgent: true).Count > 0 || Due(session, Now(), 1, urgent: false).Count > 0, cancellationToken))
            return [];

        return await database.WriteAsync<IReadOnlyList<LeasedWork>>(
            session =>
            {
                var now = Now();
                return [.. share.Of(Due(session, now, max, urgent: true), Due(session, now, max, urgent: false), max).Select(work => Lease(session, work, now, lease))];
            },
            cancellationToken);
    }

    public Task<LeasedWork?> RenewAsync(LeasedWork work, TimeSpan lease, CancellationToken cancellationToken)
    {
        WorkRules.CheckLease(lease);
        return database.WriteAsync(
            session =>
            {
                var until = Now() + (long)lease.TotalMilliseconds;
                var receipt = session.NextNumber();
                return Ours(session, "UPDATE work SET receipt = ?4, visible_at = ?5" + WhereOurs, work).Bind(4, receipt).Bind(5, until).Execute() == 1
                    ? work with { Receipt = Text(receipt), LeasedUntil = At(until) }
                    : null;
            },
            cancellationToken);
    }

    public Task<bool> CompleteAsync(LeasedWork work, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
            Ours(session, "UPDATE work SET receipt = NULL, visible_at = again_at, attempts = 0, again_at = NULL" + WhereOurs + " AND again_at IS NOT NULL", work).Execute() == 1
            || Ours(session, "DELETE FROM work" + WhereOurs, work).Execute() == 1,
        cancellationToken);

    public Task<bool> PostponeAsync(LeasedWork work, TimeSpan delay, CancellationToken cancellationToken)
    {
        WorkRules.CheckDelay(delay);
        return database.WriteAsync(
            session => Ours(
                session,
                "UPDATE work SET receipt = NULL, visible_at = min(?4, coalesce(again_at, ?4)), attempts = iif(again_at IS NULL, ?5, 0), again_at = NULL" + WhereOurs,
                work)
                .Bind(4, Now() + (long)delay.TotalMilliseconds).Bind(5, work.Attempts).Execute() == 1,
            cancellationToken);
    }

    public Task<bool> BuryAsync(LeasedWork work, string reason, CancellationToken cancellationToken)
    {
        WorkRules.CheckReason(reason);
        return database.WriteAsync(
            session =>
            {
                // What was asked for meanwhile is not given up with it.
                var again = Again(session, work);
                if (Ours(session, "UPDATE work SET receipt = NULL, again_at = NULL, buried_at = ?3, buried_because = ?4" + WhereOurs, work).Bind(4, reason).Execute() == 0) return false;
                if (again is { } at) Insert(session, work.Item, Now(), at, attempts: 0);
                return true;
            },
            cancellationToken);
    }

    public Task ReleaseAsync(IReadOnlyList<LeasedWork> work, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            foreach (var one in work)
            {
                if (one.IsHeld)
                    Ours(session, "UPDATE work SET receipt = NULL, visible_at = min(enqueued_at, ?3), attempts = ?4" + WhereOurs, one).Bind(4, Math.Max(0, one.Attempts - 1)).Execute();
                else
                    Hasten(session, one.Item, one.LeasedUntil.ToUnixTimeMilliseconds(), Now());
            }

            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<WorkItem>> MissingAsync(IReadOnlyList<(WorkItem Item, DateTimeOffset At)> asked, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WorkItem>>(
            session => [.. asked.Where(one => Living(session, one.Item) is null).Select(one => one.Item)],
            cancellationToken);

    public Task<IReadOnlyList<QueuedWork>> ListAsync(int max, CancellationToken cancellationToken) =>
        ListAsync($"SELECT {Columns}, buried_because, receipt, buried_at FROM work WHERE buried_at IS NULL ORDER BY id LIMIT ?1", max, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Prepare("SELECT count(*) FROM work WHERE buried_at IS NULL").TryFirst(static row => row.Number(0), out var count) ? count : 0,
        cancellationToken);

    public Task<IReadOnlyList<QueuedWork>> ListBuriedAsync(int max, CancellationToken cancellationToken) =>
        ListAsync($"SELECT {Columns}, buried_because, receipt, buried_at FROM work WHERE buried_at IS NOT NULL ORDER BY buried_at DESC, id DESC LIMIT ?1", max, cancellationToken);

    public async Task<bool> RetryBuriedAsync(string id, CancellationToken cancellationToken) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && await database.WriteAsync(
            session =>
            {
                if (!session.Prepare($"SELECT {Columns}, NULL FROM work WHERE id = ?1 AND buried_at IS NOT NULL").Bind(1, number).TryFirst(ReadWork, out var buried)) return false;

                var now = Now();
                if (Living(session, buried!.Item) is null)
                {
                    session
                        .Prepare("UPDATE work SET attempts = 0, receipt = NULL, visible_at = ?2, buried_at = NULL, buried_because = NULL WHERE id = ?1")
                        .Bind(1, number).Bind(2, now).Execute();
                    return true;
                }

                // It was asked for again in the meantime: one of the two is enough.
                Hasten(session, buried.Item, now, now);
                session.Prepare("DELETE FROM work WHERE id = ?1").Bind(1, number).Execute();
                return true;
            },
            cancellationToken);

    internal static LeasedWork Enqueue(SqliteSession session, WorkItem item, DateTimeOffset at, TimeSpan lease)
    {
        var now = at.ToUnixTimeMilliseconds();
        var (until, attempts) = (now + (long)lease.TotalMilliseconds, lease > TimeSpan.Zero ? 1 : 0);
        if (Living(session, item) is not { } living) return Insert(session, item, now, until, attempts);

        // Worked on once more, but not before whoever asks has stored what it is about, for which they have their lease.
        if (until <= now)
            Hasten(session, item, until, now);
        else
            session.Prepare("UPDATE work SET again_at = max(coalesce(again_at, 0), ?2), urgent = max(urgent, ?3) WHERE id = ?1").Bind(1, living.Id).Bind(2, until).Bind(3, Urgency(item)).Execute();
        return new LeasedWork(Text(living.Id), NoReceipt, item, attempts, At(now), At(until)) { IsHeld = false };
    }

    private static LeasedWork Insert(SqliteSession session, WorkItem item, long now, long until, int attempts)
    {
        var (id, receipt) = (session.NextNumber(), session.NextNumber());
        session
            .Prepare("INSERT INTO work (id, kind, subject, argument, attempts, enqueued_at, visible_at, receipt, urgent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
            .Bind(1, id).Bind(2, item.Kind).Bind(3, item.Subject).Bind(4, item.Argument)
            .Bind(5, attempts).Bind(6, now).Bind(7, until).Bind(8, receipt).Bind(9, Urgency(item))
            .Execute();
        return new LeasedWork(Text(id), Text(receipt), item, attempts, At(now), At(until));
    }

    /// <summary>The one living item about the same, whoever has it.</summary>
    private static (long Id, bool IsLeased, long VisibleAt)? Living(SqliteSession session, WorkItem item) => session
        .Prepare("SELECT id, receipt, visible_at FROM work WHERE subject = ?1 AND kind = ?2 AND argument IS ?3 AND buried_at IS NULL LIMIT 1")
        .Bind(1, item.Subject).Bind(2, item.Kind).Bind(3, item.Argument)
        .TryFirst(static row => (row.Number(0), row.TextOrNull(1) is not null, row.Number(2)), out var living) ? living : null;

    /// <summary>Has it worked on at once: when whoever has it is done, or now.</summary>
    /// <param name="until">When it would have been worked on anyway; whoever asked later keeps what they were promised.</param>
    private static void Hasten(SqliteSession session, WorkItem item, long until, long now)
    {
        if (Living(session, item) is not { } living)
            Insert(session, item, now, now, attempts: 0);
        else if (living.IsLeased && living.VisibleAt > now)
            session.Prepare("UPDATE work SET again_at = ?2, urgent = max(urgent, ?3) WHERE id = ?1").Bind(1, living.Id).Bind(2, now).Bind(3, Urgency(item)).Execute();
        else
            session
                .Prepare("UPDATE work SET visible_at = min(visible_at, ?2), receipt = NULL, attempts = 0, urgent = max(urgent, ?3), again_at = iif(again_at > ?4, again_at, NULL) WHERE id = ?1")
                .Bind(1, living.Id).Bind(2, now).Bind(3, Urgency(item)).Bind(4, until).Execute();
    }

    private long? Again(SqliteSession session, LeasedWork work) =>
        Ours(session, "SELECT again_at FROM work" + WhereOurs + " AND again_at IS NOT NULL", work).TryFirst(static row => row.Number(0), out var at) ? at : null;

    private static List<QueuedWork> Due(SqliteSession session, long now, int max, bool urgent) => session
        .Prepare(urgent
            ? $"SELECT {Columns}, NULL FROM work WHERE buried_at IS NULL AND urgent = 1 AND visible_at <= ?1 ORDER BY visible_at, id LIMIT ?2"
            : $"SELECT {Columns}, NULL FROM work WHERE buried_at IS NULL AND urgent = 0 AND visible_at <= ?1 ORDER BY visible_at, id LIMIT ?2")
        .Bind(1, now).Bind(2, max)
        .All(ReadWork);

    private static long Urgency(WorkItem item) => item.IsUrgent ? 1 : 0;

    private static LeasedWork Lease(SqliteSession session, QueuedWork work, long now, TimeSpan lease)
    {
        var (until, receipt, attempts) = (now + (long)lease.TotalMilliseconds, session.NextNumber(), work.Attempts + 1);
        session
            .Prepare("UPDATE work SET attempts = ?2, visible_at = ?3, receipt = ?4, again_at = iif(again_at > ?5, again_at, NULL) WHERE id = ?1")
            .Bind(1, Number(work.Id)).Bind(2, attempts).Bind(3, until).Bind(4, receipt).Bind(5, now)
            .Execute();
        return new LeasedWork(work.Id, Text(receipt), work.Item, attempts, work.EnqueuedAt, At(until));
    }

    private SqliteStatement Ours(SqliteSession session, string sql, LeasedWork work) => session
        .Prepare(sql)
        .Bind(1, Number(work.Id)).Bind(2, Number(work.Receipt)).Bind(3, Now());

    private async Task<IReadOnlyList<QueuedWork>> ListAsync(string sql, int max, CancellationToken cancellationToken)
    {
        WorkRules.CheckMost(max);
        var now = Now();
        return await database.ReadAsync(session => session.Prepare(sql).Bind(1, max).All(row => ReadListed(row, now)), cancellationToken);
    }

    private static QueuedWork ReadListed(SqliteStatement row, long now) => ReadWork(row) with
    {
        IsLeased = row.TextOrNull(9) is not null && row.Number(6) > now,
        BuriedAt = row.TextOrNull(10) is null ? null : At(row.Number(10)),
    };

    private static QueuedWork ReadWork(SqliteStatement row) => new(
        Text(row.Number(0)),
        new WorkItem(row.Text(1), row.Text(2), row.TextOrNull(3)) { IsUrgent = row.Number(7) == 1 },
        (int)row.Number(4),
        At(row.Number(5)),
        At(row.Number(6)),
        row.TextOrNull(8));

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
