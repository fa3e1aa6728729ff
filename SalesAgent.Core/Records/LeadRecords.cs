using System.Text.Json;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Records;

/// <summary>
/// Reads and changes what is stored about a lead. One lead is one partition: the lead, its run, every draft version,
/// its review and its audit entries change together.
/// </summary>
public sealed class LeadRecords(IRecordStore store, TimeProvider time, IOptions<AuditOptions>? audit = null)
{
    internal const string StatePrefix = "state.";
    internal const string RunKey = StatePrefix + "run";
    internal const string ChainKey = StatePrefix + AuditChain.HeadKey;
    internal const string ForgettingKey = StatePrefix + "forgetting";
    internal const string DraftPrefix = "draft.";
    internal const string LeadKey = StatePrefix + "lead";
    private const string ReviewKey = StatePrefix + "review";
    private const string LaterKey = StatePrefix + "later";
    private const int MostConflicts = 50;

    /// <summary>Stores a new lead. False when it is there already.</summary>
    public async Task<bool> AddAsync(Lead lead, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.AddLead, lead.Id);
        return await store.CommitAsync(PartitionOf(lead.Id), Rows(lead, events), cancellationToken) is CommitResult.Committed;
    }

    /// <summary>The same as <see cref="AddAsync"/>, as one of several writes.</summary>
    internal OrderedWrite Add(Lead lead, IReadOnlyList<AuditEvent> events) =>
        new OrderedWrite.Commit(PartitionOf(lead.Id), Rows(lead, events), SpanNames.AddLead, lead.Id);

    /// <summary>Also true of a lead that was forgotten: what it began with is not taken for a new one.</summary>
    public async Task<bool> ExistsAsync(LeadId id, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(id.Value), ChainKey, cancellationToken) is not null;

    /// <summary>Null when there is no such lead, or only what is kept of one that was forgotten.</summary>
    public async Task<LeadState?> FindAsync(LeadId id, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(PartitionOf(id.Value), StatePrefix, cancellationToken);
        var byKey = rows.ToDictionary(row => row.Key);
        if (!byKey.TryGetValue(LeadKey, out var lead))
            return null;

        var about = JsonSerializer.Deserialize(lead.Body, LeadJson.Default.Lead)!;
        return new LeadState
        {
            Lead = about,

            // Follows from the lead until its first commit, so that accepting one does not write it.
            Run = byKey.TryGetValue(RunKey, out var run)
                ? JsonSerializer.Deserialize(run.Body, LeadJson.Default.Run)!
                : Run.Begin(about.ReceivedAt),
            Review = byKey.TryGetValue(ReviewKey, out var review)
                ? JsonSerializer.Deserialize(review.Body, LeadJson.Default.LeadReview)
                : null,
            Later = byKey.TryGetValue(LaterKey, out var later) ? JsonSerializer.Deserialize(later.Body, LeadJson.Default.LaterSigns) : null,
            Audit = JsonSerializer.Deserialize(byKey[ChainKey].Body, AuditJson.Default.AuditChain)!,
            ForgettingSince = byKey.TryGetValue(ForgettingKey, out var mark)
                ? JsonSerializer.Deserialize(mark.Body, LeadJson.Default.DateTimeOffset)
                : null,
            Versions = rows.ToDictionary(row => row.Key, row => row.Version),
        };
    }

    /// <summary>What there is to decide, or was; null as long as there is nothing.</summary>
    public async Task<LeadReview?> FindReviewAsync(LeadId id, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(id.Value), ReviewKey, cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row.Body, LeadJson.Default.LeadReview)
            : null;

    /// <summary>
    /// Applies a change to the newest state, conditionally; when somebody was faster, the change is asked for again on what is there now.
    /// </summary>
    /// <param name="known">The state as last seen, to save a read.</param>
    /// <param name="change">Null: nothing to change after all.</param>
    /// <returns>The state afterwards.</returns>
    /// <exception cref="LeadGoneException">It was forgotten meanwhile.</exception>
    public async Task<LeadState> ChangeAsync(LeadState known, Func<LeadState, LeadChange?> change, CancellationToken cancellationToken)
    {
        var state = known;
        var id = LeadId.Parse(known.Lead.Id);
        for (var attempt = 0; attempt < MostConflicts; attempt++)
        {
            if (change(state) is not { } wanted)
                return state;
            if (await TryCommitAsync(state, wanted, cancellationToken) is { } after)
                return after;

            state = await FindAsync(id, cancellationToken) ?? throw new LeadGoneException();
        }

        throw new StorageUnavailableException($"Lead {id} is changed too often by others.");
    }

    /// <summary>Every version of the draft that is stored.</summary>
    internal async Task<IReadOnlyList<Draft>> DraftsAsync(LeadState state, CancellationToken cancellationToken) =>
        [
            .. (await store.ListAsync(PartitionOf(state.Lead.Id), DraftPrefix, cancellationToken)).Select(row =>
                JsonSerializer.Deserialize(row.Body, LeadJson.Default.Draft)!
            ),
        ];

    /// <summary>The end of the lead's audit chain, which outlives everything else; null when there never was such a lead.</summary>
    public async Task<AuditChain?> FindChainAsync(LeadId id, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(id.Value), ChainKey, cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row.Body, AuditJson.Default.AuditChain)
            : null;

    /// <summary>The lead's audit entries, in order.</summary>
    public Task<IReadOnlyList<StoredRecord>> AuditEntriesAsync(LeadId id, CancellationToken cancellationToken) =>
        store.ListAsync(PartitionOf(id.Value), AuditChain.EntryPrefix, cancellationToken);

    private async Task<LeadState?> TryCommitAsync(LeadState state, LeadChange change, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.CommitLead, state.Lead.Id);
        var (chain, entries) = state.Audit.Append(Told(change.Events), time.GetUtcNow());
        var operations = new List<RecordOperation>(entries.Count + 5);

        // Replaced even when nothing is appended: it is what makes any two changes of a lead exclude each other.
        operations.Add(
            new RecordOperation.Replace(ChainKey, JsonSerializer.Serialize(chain, AuditJson.Default.AuditChain), state.Versions[ChainKey])
        );
        if (change.Run is { } run)
        {
            operations.Add(AddOrReplace(RunKey, JsonSerializer.Serialize(run, LeadJson.Default.Run)));

            // Put, not added: a version that never got into the mailbox is not shown to anybody, and the next one takes its number.
            if (
                run.Dossier.Draft is { } draft
                && (draft.Version > (state.Run.Dossier.Draft?.Version ?? 0) || draft.ContentHash != state.Run.Dossier.Draft?.ContentHash)
            )
            {
                operations.Add(
                    new RecordOperation.Put($"{DraftPrefix}{draft.Version}", JsonSerializer.Serialize(draft, LeadJson.Default.Draft))
                );
            }
        }

        if (change.Review is { } review)
            operations.Add(AddOrReplace(ReviewKey, JsonSerializer.Serialize(review, LeadJson.Default.LeadReview)));

        if (change.Later is { } later)
            operations.Add(AddOrReplace(LaterKey, JsonSerializer.Serialize(later, LeadJson.Default.LaterSigns)));

        if (change.ForgettingSince is { } since)
            operations.Add(new RecordOperation.Put(ForgettingKey, JsonSerializer.Serialize(since, LeadJson.Default.DateTimeOffset)));

        operations.AddRange(entries);
        if (await store.CommitAsync(PartitionOf(state.Lead.Id), operations, cancellationToken) is not CommitResult.Committed committed)
            return null;

        var versions = new Dictionary<string, string>(state.Versions);
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i].Key.StartsWith(StatePrefix, StringComparison.Ordinal) && committed.Versions[i] is { } version)
                versions[operations[i].Key] = version;
        }

        return state with
        {
            Run = change.Run ?? state.Run,
            Review = change.Review ?? state.Review,
            Later = change.Later ?? state.Later,
            Audit = chain,
            ForgettingSince = change.ForgettingSince ?? state.ForgettingSince,
            Versions = versions,
        };

        RecordOperation AddOrReplace(string key, string body) =>
            state.Versions.TryGetValue(key, out var version)
                ? new RecordOperation.Replace(key, body, version)
                : new RecordOperation.Add(key, body);
    }

    private List<RecordOperation> Rows(Lead lead, IReadOnlyList<AuditEvent> events)
    {
        var (chain, entries) = AuditChain.Begin().Append(Told(events), time.GetUtcNow());
        return
        [
            new RecordOperation.Add(LeadKey, JsonSerializer.Serialize(lead, LeadJson.Default.Lead)),
            new RecordOperation.Add(ChainKey, JsonSerializer.Serialize(chain, AuditJson.Default.AuditChain)),
            .. entries,
        ];
    }

    /// <summary>With the audit off nothing is told; the end of the chain still makes changes exclude each other.</summary>
    private IReadOnlyList<AuditEvent> Told(IReadOnlyList<AuditEvent> events) => audit is { Value.Enabled: false } ? [] : events;

    internal static string PartitionOf(string leadId) => $"lead:{leadId}";
}
