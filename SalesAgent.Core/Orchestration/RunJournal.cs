using SalesAgent.Core.Audit;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// The run as its worker sees it: grows in memory while steps only read, and is committed before and after everything that
/// writes to the outside. Steps that run side by side share it, and share a commit when they want one in the same moment.
/// </summary>
/// <param name="claims">A commit keeps other workers away.</param>
internal sealed class RunJournal(LeadRecords records, RepDirectory reps, LeadState state, LeadClaims claims) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly string worker = Guid.NewGuid().ToString("N");
    private readonly List<AuditEvent> pending = [];
    private readonly List<Func<LeadReview?, LeadReview?>> changes = [];
    private long asked;
    private long committed;
    private LeadState stored = state;
    private Run run = state.Run.AsOfThisBuild();

    public Lead Lead => stored.Lead;

    public string LeadId => stored.Lead.Id;

    public Run Run => run;

    public Dossier Dossier => run.Dossier;

    public LeadReview? Review => stored.Review;

    /// <summary>What a reviewer asked for is among the steps of this pass; one that comes later is not.</summary>
    public bool HasTakenUpWish { get; private set; }

    /// <summary>Something is to be shown that is no step's: the cards follow at the end of the pass.</summary>
    public bool HasNews { get; set; }

    public LeadState State => stored with { Run = run };

    /// <summary>Whose lead it is; known from the first step on.</summary>
    public Rep Rep => reps.Find(Dossier.RepId) ?? reps.Default;

    /// <summary>Whose lead it is has left the directory: nothing is done in anybody else's name instead.</summary>
    public bool IsRepGone => Dossier.RepId is { } id && reps.Find(id) is null;

    /// <summary>They left before a draft was begun in their mailbox: whose lead it is has to be found out anew.</summary>
    public bool HasLostItsRep => IsRepGone && Dossier.MailboxDraft is null && !Run.Intents.Contains(RunIntents.Draft);

    /// <summary>How long somebody else still has this run to themselves; zero when nobody does.</summary>
    public TimeSpan ClaimedFor
    {
        get
        {
            var left =
                run.Claim?.Worker == worker ? TimeSpan.Zero : claims.LeftOf(LeadClaims.Run(LeadId), run.Claim, run.Intents.Count > 0);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>A write was begun whose end is not on disk.</summary>
    public bool MayHaveWritten => stored.Run.Intents.Count > 0 || run.Intents.Count > 0;

    /// <summary>Notes something that need not survive a crash by itself: it is read again then.</summary>
    public void Note(Func<Run, Run> change, params IReadOnlyList<AuditEvent> events)
    {
        lock (pending)
        {
            run = change(run);
            pending.AddRange(events);
        }
    }

    /// <summary>Makes steps due again because a reviewer asked for it, or begins a pass that nobody asked for.</summary>
    public void TakeUp(Func<Run, Run>? wish)
    {
        HasTakenUpWish = wish is not null;
        if (wish is not null)
            Note(wish);
    }

    /// <summary>Puts all that was noted on disk, and with it a change of the review.</summary>
    /// <param name="release">The worker is done: nobody needs to wait for the claim to run out.</param>
    /// <exception cref="LeadTakenOverException">Somebody else changed the run, or the lead is about to be forgotten.</exception>
    /// <exception cref="LeadGoneException">The lead was forgotten.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken, Func<LeadReview?, LeadReview?>? review = null, bool release = false)
    {
        long ticket;
        lock (pending)
        {
            ticket = ++asked;
            if (review is not null)
                changes.Add(review);
        }

        // Lets a step that begins beside this one add what it wants committed.
        await Task.Yield();
        await gate.WaitAsync(cancellationToken);
        try
        {
            AuditEvent[] events;
            Func<LeadReview?, LeadReview?>[] reviews;
            Run written;
            long upTo;
            lock (pending)
            {
                // Somebody else's commit has taken this one's along.
                if (committed >= ticket)
                {
                    if (stored.IsBeingForgotten)
                        throw new LeadTakenOverException();
                    return;
                }

                run = run with { Claim = release ? null : claims.Take(LeadClaims.Run(LeadId), worker) };
                written = run;
                events = [.. pending];
                reviews = [.. changes];
                upTo = asked;
            }

            var before = stored;
            stored = await records.ChangeAsync(
                before,
                now =>
                    now.RunVersion == before.RunVersion
                        ? new LeadChange
                        {
                            Run = written,
                            Review = reviews.Length == 0 ? null : reviews.Aggregate(now.Review, (value, change) => change(value)),
                            Events = events,
                        }
                        : throw new LeadTakenOverException(),
                cancellationToken
            );
            lock (pending)
            {
                pending.RemoveRange(0, events.Length);
                changes.RemoveRange(0, reviews.Length);
                committed = upTo;
            }

            if (release)
                claims.Release(LeadClaims.Run(LeadId));

            // What was written outside is on record now, so that it can be found and erased; nothing more is begun.
            if (stored.IsBeingForgotten)
                throw new LeadTakenOverException();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// For a worker that stops because the lead is about to be forgotten: puts on disk what its steps have written since, and lets go of
    /// the claim.
    /// </summary>
    public async Task LetGoAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(cancellationToken, release: true);
        }
        catch (LeadTakenOverException)
        {
            // As any commit of it does by now.
        }
    }

    public void Dispose() => gate.Dispose();
}
