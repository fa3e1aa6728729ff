using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>
/// Work: tells a rep, once, that access to the Google account has ended. Subject: the rep; argument: the sign-in that ended.
/// </summary>
internal sealed class TellReconnect(AccountRecords records, RepDirectory reps, IReconnectNotice notice, TimeProvider time) : IWorkHandler
{
    public const string WorkKind = "tell_reconnect";

    /// <summary>Longer than telling takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>A rep who has no conversation with us may get one any day.</summary>
    private static readonly TimeSpan UntilReachable = TimeSpan.FromHours(4);

    public string Kind => WorkKind;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        if (reps.Find(item.Subject) is not { } rep)
            return new WorkResult.Done();

        var found = await records.FindAsync(rep.Email, cancellationToken);
        if (found?.Record is not { State: AccountState.Lapsed, ToldAt: null } record || record.Grant != item.Argument)
            return new WorkResult.Done();

        var now = time.GetUtcNow();
        if (StoredTime.IsAhead(record.BusyUntil, now, Patience))
            return new WorkResult.Later("the rep is being told", Patience);
        if (await records.WriteAsync(rep.Email, found, record with { BusyUntil = now + Patience }, cancellationToken) is not { } ours)
            return new WorkResult.Later("the account changed", TimeSpan.FromSeconds(1));

        var told = false;
        try
        {
            told = await notice.TellAsync(rep, record.Why ?? ReconnectReason.AccessEnded, cancellationToken);
        }
        finally
        {
            await records.WriteAsync(rep.Email, ours, record with { ToldAt = told ? time.GetUtcNow() : null }, CancellationToken.None);
        }

        return told ? new WorkResult.Done() : new WorkResult.Later("the rep cannot be reached", UntilReachable);
    }
}
