using Microsoft.Extensions.Options;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Records;

/// <summary>Puts work about a lead on the queue: first the queue, then the state, then on at once in this process.</summary>
public sealed class LeadWork(IWorkQueue queue, WorkHandOver handOver, IOptions<WorkOptions> options, TimeProvider time)
{
    /// <summary>Takes a lead through the steps it has not done yet.</summary>
    public const string RunLead = "run_lead";

    /// <summary>Does what a decision asks for.</summary>
    public const string CarryOut = "carry_out";

    /// <summary>Holds the offered times in the rep's calendar, or lets them go.</summary>
    public const string HoldTimes = "hold_times";

    /// <summary>Looks after a draft that waits for its decision.</summary>
    public const string TendReview = "tend_review";

    /// <summary>Shows the cards of a review once more, because an older picture may have come last to a screen.</summary>
    public const string ShowCards = "show_cards";

    /// <summary>Removes what a worker that was lost may have left outside beside what the lead knows of.</summary>
    public const string RemoveOrphans = "remove_orphans";

    /// <summary>Tells the reps of a contact's open drafts that HubSpot deleted it. About a person, not a lead.</summary>
    public const string TellDeletion = "tell_deletion";

    /// <summary>Erases every trace of a person. About a person, not a lead.</summary>
    public const string ForgetPerson = "forget_person";

    private const int AtOnce = 100;

    /// <summary>
    /// Puts an item on the queue, held by us until its lease lapses. Commit the state next, then
    /// <see cref="GoOnAsync(LeasedWork, CancellationToken)"/>.
    /// </summary>
    /// <param name="isUrgent">A person waits for it.</param>
    public Task<LeasedWork> TakeUpAsync(string kind, LeadId lead, CancellationToken cancellationToken, bool isUrgent = false) =>
        PutAsync(new WorkItem(kind, lead.Value) { IsUrgent = isUrgent }, cancellationToken);

    /// <summary>The same as <see cref="TakeUpAsync(string, LeadId, CancellationToken, bool)"/>, as one of several writes.</summary>
    /// <param name="isHeld">False: it cannot go on in this process, so whoever has room may have it once all is written.</param>
    internal OrderedWrite TakeUp(string kind, LeadId lead, bool isUrgent, bool isHeld) =>
        new OrderedWrite.Enqueue(new WorkItem(kind, lead.Value) { IsUrgent = isUrgent }, options.Value.Lease, SpanNames.PutWork, lead.Value)
        {
            IsHeld = isHeld,
        };

    /// <summary>A place in this process for work that is about to be taken up; null when there is none.</summary>
    internal WorkHandOver.Place? TryReserve(bool isUrgent) => handOver.TryReserve(isUrgent);

    /// <summary>Goes on with it, now that its state is committed: in this process, or where there is room for it.</summary>
    public Task GoOnAsync(LeasedWork item, CancellationToken cancellationToken) => GoOnAsync(item, handOver.GoOn, cancellationToken);

    /// <summary>The same, in a place that was kept for it; null: there was none.</summary>
    internal Task GoOnAsync(LeasedWork item, WorkHandOver.Place? place, CancellationToken cancellationToken) =>
        GoOnAsync(item, work => place?.Fill(work) is true, cancellationToken);

    /// <summary>For work whose state is already stored.</summary>
    public async Task RequestAsync(string kind, LeadId lead, CancellationToken cancellationToken, bool isUrgent = false) =>
        await GoOnAsync(await TakeUpAsync(kind, lead, cancellationToken, isUrgent), cancellationToken);

    /// <summary>The same for work that has nothing to do yet: put on the queue, and not handed over.</summary>
    internal Task RequestLaterAsync(string kind, LeadId lead, CancellationToken cancellationToken) =>
        queue.EnqueueAsync([new WorkItem(kind, lead.Value)], TimeSpan.Zero, cancellationToken);

    /// <summary>For a person, as <see cref="TakeUpAsync(string, LeadId, CancellationToken, bool)"/> for a lead.</summary>
    internal Task<LeasedWork> TakeUpAsync(string kind, PersonKey person, CancellationToken cancellationToken, bool isUrgent = false) =>
        PutAsync(new WorkItem(kind, person.Value) { IsUrgent = isUrgent }, cancellationToken);

    /// <summary>For many leads whose state is already stored: whoever has room takes them.</summary>
    public async Task RequestAllAsync(string kind, IReadOnlyList<LeadId> leads, CancellationToken cancellationToken)
    {
        foreach (var some in leads.Chunk(AtOnce))
            await queue.EnqueueAsync([.. some.Select(lead => new WorkItem(kind, lead.Value))], TimeSpan.Zero, cancellationToken);
        handOver.Wake();
    }

    internal async Task<bool> HasItemAsync(string kind, PersonKey person, DateTimeOffset at, CancellationToken cancellationToken) =>
        (await queue.MissingAsync([(new WorkItem(kind, person.Value), at)], cancellationToken)).Count == 0;

    /// <summary>The runs and the carryings out of these leads that are not on the queue any more.</summary>
    /// <param name="leads">Each with the moment at which its work was last put on the queue.</param>
    internal async Task<HashSet<WorkItem>> MissingAsync(
        IReadOnlyList<(LeadId Lead, DateTimeOffset At)> leads,
        CancellationToken cancellationToken
    )
    {
        string[] kinds = [RunLead, CarryOut];
        var asked = leads.SelectMany(one => kinds.Select(kind => (new WorkItem(kind, one.Lead.Value), one.At))).ToList();
        return [.. await queue.MissingAsync(asked, cancellationToken)];
    }

    /// <summary>What was given up and waits for an operator, with the moment of that.</summary>
    internal async Task<IReadOnlyDictionary<WorkItem, DateTimeOffset>> BuriedAsync(CancellationToken cancellationToken) =>
        (await queue.ListBuriedAsync(int.MaxValue, cancellationToken))
            .GroupBy(work => work.Item)
            .ToDictionary(same => same.Key, same => same.Max(work => work.BuriedAt) ?? default);

    private async Task GoOnAsync(LeasedWork item, Func<LeasedWork, bool> handedOver, CancellationToken cancellationToken)
    {
        // Visible since the moment its state was committed.
        if (item.LeasedUntil <= item.EnqueuedAt)
        {
            handOver.Wake();
            return;
        }

        // The commit took longer than the lease: somebody may have received the item, found nothing to do yet, and removed it.
        if (item.Left(time) <= TimeSpan.Zero)
            item = await PutAsync(item.Item, cancellationToken);
        if (item.IsHeld && handedOver(item))
            return;

        try
        {
            await queue.GiveBackAsync([item], cancellationToken);
            handOver.Wake();
        }
        catch (StorageUnavailableException)
        {
            // The state is stored, and the item becomes visible by itself when its lease lapses.
        }
    }

    private async Task<LeasedWork> PutAsync(WorkItem item, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.PutWork, item.Subject)?.SetTag(LeadTrace.KindTag, item.Kind);
        return (await queue.EnqueueAsync([item], options.Value.Lease, cancellationToken))[0];
    }
}
