using System.Globalization;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>Work as rows. Times are Unix milliseconds; a lease is a receipt together with a moment of visibility to come.</summary>
internal sealed class SqliteWorkQueue(SqliteDatabase database, TimeProvider time) : IWorkQueue
{
    private const string WhereOurs = " WHERE id = ?1 AND receipt = ?2 AND visible_at > ?3 AND buried_at IS NULL";

    private const string Columns = "id, kind, subject, argument, attempts, enqueued_at, visible_at";

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
        if (!await database.ReadAsync(session => Due(session, Now(), 1).Count > 0, cancellationToken))
            return [];

        return await database.WriteAsync<IReadOnlyList<LeasedWork>>(
            session =>
            {
                var now = Now();
                return [.. Due(session, now, max).Select(work => Lease(session, work, now, lease))];
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
        session => Ours(session, "DELETE FROM work" + WhereOurs, work).Execute() == 1,
        cancellationToken);

    public Task<bool> PostponeAsync(LeasedWork work, TimeSpan delay, CancellationToken cancellationToken)
    {
        WorkRules.CheckDelay(delay);
        return database.WriteAsync(
            session => Ours(session, "UPDATE work SET receipt = NULL, visible_at = ?4, attempts = ?5" + WhereOurs, work)
                .Bind(4, Now() + (long)delay.TotalMilliseconds).Bind(5, work.Attempts).Execute() == 1,
            cancellationToken);
    }

    public Task<bool> BuryAsync(LeasedWork work, string reason, CancellationToken cancellationToken)
    {
        WorkRules.CheckReason(reason);
        return database.WriteAsync(
            session => Ours(session, "UPDATE work SET receipt = NULL, buried_at = ?3, buried_because = ?4" + WhereOurs, work).Bind(4, reason).Execute() == 1,
            cancellationToken);
    }

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
            session => session
                .Prepare("UPDATE work SET attempts = 0, receipt = NULL, visible_at = ?2, buried_at = NULL, buried_because = NULL WHERE id = ?1 AND buried_at IS NOT NULL")
                .Bind(1, number).Bind(2, Now()).Execute() == 1,
            cancellationToken);

    internal static LeasedWork Enqueue(SqliteSession session, WorkItem item, DateTimeOffset at, TimeSpan lease)
    {
        var (id, receipt) = (session.NextNumber(), session.NextNumber());
        var now = at.ToUnixTimeMilliseconds();
        var (until, attempts) = (now + (long)lease.TotalMilliseconds, lease > TimeSpan.Zero ? 1 : 0);
        session
            .Prepare("INSERT INTO work (id, kind, subject, argument, attempts, enqueued_at, visible_at, receipt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .Bind(1, id).Bind(2, item.Kind).Bind(3, item.Subject).Bind(4, item.Argument)
            .Bind(5, attempts).Bind(6, now).Bind(7, until).Bind(8, receipt)
            .Execute();
        return new LeasedWork(Text(id), Text(receipt), item, attempts, At(now), At(until));
    }

    private static List<QueuedWork> Due(SqliteSession session, long now, int max) => session
        .Prepare($"SELECT {Columns}, NULL FROM work WHERE buried_at IS NULL AND visible_at <= ?1 ORDER BY visible_at, id LIMIT ?2")
        .Bind(1, now).Bind(2, max)
        .All(ReadWork);

    private static LeasedWork Lease(SqliteSession session, QueuedWork work, long now, TimeSpan lease)
    {
        var (until, receipt, attempts) = (now + (long)lease.TotalMilliseconds, session.NextNumber(), work.Attempts + 1);
        session
            .Prepare("UPDATE work SET attempts = ?2, visible_at = ?3, receipt = ?4 WHERE id = ?1")
            .Bind(1, Number(work.Id)).Bind(2, attempts).Bind(3, until).Bind(4, receipt)
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
        IsLeased = row.TextOrNull(8) is not null && row.Number(6) > now,
        BuriedAt = row.TextOrNull(9) is null ? null : At(row.Number(9)),
    };

    private static QueuedWork ReadWork(SqliteStatement row) => new(
        Text(row.Number(0)),
        new WorkItem(row.Text(1), row.Text(2), row.TextOrNull(3)),
        (int)row.Number(4),
        At(row.Number(5)),
        At(row.Number(6)),
        row.TextOrNull(7));

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
