using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Bot.Builder;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// Which messages of a rep have been acted on. Teams delivers one again when our answer was late or lost, to whichever instance:
/// a <c>show</c> must not post a second card then, nor an old <c>resume</c> lift a newer stop.
/// </summary>
internal sealed class ProcessedMessages(IRecordStore store, RepDirectory reps, LeadClaims claims, TimeProvider time)
{
    private const string Key = "heard";

    /// <summary>Of one rep. A redelivery comes within minutes; nobody types so much meanwhile.</summary>
    private const int MostRemembered = 64;

    /// <summary>How long whoever began has for it; after that it is taken for dead, and a redelivery begins anew.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Acts on a message unless that was done before; while somebody is at it, waits for what comes of it.</summary>
    /// <param name="version">Of a message that was changed; empty: as it was sent.</param>
    public async Task OnceAsync(ITurnContext turn, Func<Task> act, CancellationToken cancellationToken, string version = "")
    {
        if (
            turn.Activity is not { Id: { Length: > 0 } message, Conversation.Id: { } conversation, From.AadObjectId: { } person }
            || reps.Find(person) is not { } rep
        )
        {
            await act();
            return;
        }

        var id = Convert.ToHexStringLower(
            SHA256
                .HashData(
                    Encoding.UTF8.GetBytes(version.Length == 0 ? $"{conversation}\n{message}" : $"{conversation}\n{message}\n{version}")
                )
                .AsSpan(0, 16)
        );
        if (!await BeginAsync(rep, id, cancellationToken))
            return;

        try
        {
            await act();
        }
        catch
        {
            // It failed and is answered so: its redelivery is another try.
            await NoteAsync(rep, id, known: null);
            throw;
        }

        await NoteAsync(rep, id, new HeardMessage(id, Until: null));
    }

    /// <returns>False when it has been acted on.</returns>
    private async Task<bool> BeginAsync(Rep rep, string id, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var row = await store.FindAsync(PartitionOf(rep), Key, cancellationToken);
                var heard = Read(row);
                var known = heard.FirstOrDefault(one => one.Id == id);
                if (known is { Until: null })
                {
                    claims.Release(About(id));
                    return false;
                }

                if (
                    claims.LeftOf(
                        About(id),
                        known is { Until: { } until } ? new LeadClaim(id, until, known.By, (int)LongestTurn.TotalSeconds) : null,
                        writes: true
                    ) > TimeSpan.Zero
                )
                {
                    await Task.Delay(BetweenLooks, time, cancellationToken);
                }
                else if (
                    await WriteAsync(
                        rep,
                        row,
                        heard,
                        id,
                        new HeardMessage(id, time.GetUtcNow() + LongestTurn, claims.Instance),
                        cancellationToken
                    )
                )
                {
                    return true;
                }
            }
        }
        catch (StorageUnavailableException)
        {
            // Chat answers all the same; what needs the store says for itself that it cannot.
            return true;
        }
    }

    /// <summary>Not cancelled: what was done is done, whether or not somebody still waits for the answer.</summary>
    private async Task NoteAsync(Rep rep, string id, HeardMessage? known)
    {
        try
        {
            StoredRecord? row;
            do row = await store.FindAsync(PartitionOf(rep), Key, CancellationToken.None);
            while (!await WriteAsync(rep, row, Read(row), id, known, CancellationToken.None));
        }
        catch (StorageUnavailableException)
        {
            // It is heard again at worst.
        }
    }

    private async Task<bool> WriteAsync(
        Rep rep,
        StoredRecord? row,
        HeardMessage[] heard,
        string id,
        HeardMessage? known,
        CancellationToken cancellationToken
    )
    {
        HeardMessage[] after =
        [
            .. heard.Where(one => one.Id != id).TakeLast(MostRemembered - 1),
            .. known is null ? [] : (HeardMessage[])[known],
        ];
        var body = JsonSerializer.Serialize(after, TeamsJson.Default.HeardMessageArray);
        RecordOperation operation = row is null ? new RecordOperation.Add(Key, body) : new RecordOperation.Replace(Key, body, row.Version);
        return await store.CommitAsync(PartitionOf(rep), [operation], cancellationToken) is CommitResult.Committed;
    }

    private static string About(string id) => $"message {id}";

    private static HeardMessage[] Read(StoredRecord? row) =>
        row is null ? [] : JsonSerializer.Deserialize(row.Body, TeamsJson.Default.HeardMessageArray)!;

    private static string PartitionOf(Rep rep) => $"heard:{rep.Id.ToLowerInvariant()}";
}

/// <param name="Id">Of conversation and message, hashed.</param>
/// <param name="Until">Somebody acts on it until then; null: it is done.</param>
/// <param name="By">The instance that acts on it; null when it is done, or of an earlier release.</param>
internal sealed record HeardMessage(string Id, DateTimeOffset? Until, string? By = null);
