using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>Marks an account that Google does not accept any more, and sees to it that its rep is told.</summary>
internal sealed class LapsedAccounts(
    AccountRecords records,
    IWorkQueue queue,
    WorkHandOver handOver,
    RepDirectory reps,
    SystemAudit audit,
    IOptions<WorkOptions> work,
    TimeProvider time
)
{
    /// <returns>False when the account was changed by somebody else in the meantime; then it is not marked.</returns>
    public async Task<bool> MarkAsync(string mailbox, AccountRecords.Found known, ReconnectReason why)
    {
        // The queue first: an item about an account that is not marked is dropped, a mark without an item would never be told.
        var rep = reps.FindByEmail(mailbox);
        var items = rep is null
            ? []
            : await queue.EnqueueAsync(
                [new WorkItem(TellReconnect.WorkKind, rep.Id, known.Record.Grant) { IsUrgent = true }],
                work.Value.Lease,
                CancellationToken.None
            );

        var record = known.Record with
        {
            State = AccountState.Lapsed,
            Sealed = null,
            BusyUntil = null,
            EndedAt = time.GetUtcNow(),
            Why = why,
        };
        var marked = await records.WriteAsync(mailbox, known, record, CancellationToken.None) is not null;
        if (marked)
            await audit.AppendAsync(AuditEvent.GoogleAccessEnded(records.NameOf(mailbox), why.ToString()), CancellationToken.None);
        var left = items.Where(item => !item.IsHeld || !handOver.GoOn(item)).ToList();
        if (left.Count > 0)
            await queue.GiveBackAsync(left, CancellationToken.None);
        return marked;
    }
}
