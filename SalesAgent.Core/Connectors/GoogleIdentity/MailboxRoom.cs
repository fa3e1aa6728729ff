namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>What Google grants one mailbox, of Gmail or of the calendar.</summary>
/// <param name="Places">Calls that may be under way at once. Never disposed: calls may outlive the mailbox's place in the cache.</param>
/// <param name="Patience">Who would have to wait longer for a place is told so, and the queue brings the work back.</param>
internal sealed record MailboxRoom(SemaphoreSlim Places, CallPace Pace, TimeSpan Patience, TimeProvider Time)
{
    /// <summary>Waits for a turn first and for a place then: nobody holds a place who may not call yet.</summary>
    /// <exception cref="ConnectorException"><see cref="FailureKind.RateLimited"/>: the line is too long; nothing was asked.</exception>
    public async Task EnterAsync(OutsideCall call, CancellationToken cancellationToken)
    {
        await Pace.WaitAsync(call, cancellationToken);
        if (Places.Wait(0, CancellationToken.None))
            return;

        using var tooLate = new CancellationTokenSource(Patience, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLate.Token);
        try
        {
            await Places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CallPace.Refusal(call, Patience);
        }
    }
}
