using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>Sign-ins under way. Each can be answered once, by whoever has its state, within ten minutes.</summary>
internal sealed class PendingSignIns(IRecordStore store, TokenSeal seal, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const string Partition = "google-sign-in";

    /// <summary>So long a late or repeated answer is told apart from one that was never asked for.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>So long the page of an answer that is being looked at waits for what it comes to.</summary>
    private static readonly TimeSpan LongestExchange = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public static string NewState() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public async Task<DateTimeOffset> AddAsync(string state, string askedBy, PendingSecrets secrets, CancellationToken cancellationToken)
    {
        await SweepAsync(cancellationToken);
        var key = KeyOf(state);
        var pending = new PendingSignIn
        {
            AskedBy = askedBy,
            ExpiresAt = time.GetUtcNow() + Lifetime,
            Sealed = seal.Seal(JsonSerializer.Serialize(secrets, GoogleIdentityJson.Default.PendingSecrets), key),
        };
        await store.CommitAsync(Partition, [new RecordOperation.Add(key, Write(pending))], cancellationToken);
        return pending.ExpiresAt;
    }

    /// <summary>Takes a sign-in out of its state; nobody can take it again.</summary>
    public async Task<Taken> TakeAsync(string? state, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(state) || await store.FindAsync(Partition, KeyOf(state), cancellationToken) is not { } row)
            return new Taken.No(SignInRefusal.UnknownState, null);

        var pending = Read(row);
        if (pending.UsedAt is not null)
            return await UsedAsync(row, cancellationToken);

        var now = time.GetUtcNow();
        var used = Write(pending with { UsedAt = now, Sealed = null });
        if (
            await store.CommitAsync(Partition, [new RecordOperation.Replace(row.Key, used, row.Version)], cancellationToken)
            is not CommitResult.Committed
        )
        {
            return await UsedAsync(row, cancellationToken);
        }

        if (!StoredTime.IsAhead(pending.ExpiresAt, now, Lifetime))
            return new Taken.No(SignInRefusal.Expired, pending.AskedBy);

        return seal.Open(pending.Sealed, row.Key) is { } secrets
            ? new Taken.Yes(pending.AskedBy, JsonSerializer.Deserialize(secrets, GoogleIdentityJson.Default.PendingSecrets)!)
            : new Taken.No(SignInRefusal.UnknownState, null);
    }

    /// <summary>Notes what the answer came to, for whoever loads its page again.</summary>
    public async Task NoteAsync(string? state, SignInOutcome outcome)
    {
        if (await store.FindAsync(Partition, KeyOf(state!), CancellationToken.None) is not { } row)
            return;

        var told = Read(row) with
        {
            Outcome = outcome is SignInOutcome.Refused refused ? refused.Reason.ToString() : PendingSignIn.Connected,
        };
        await store.CommitAsync(Partition, [new RecordOperation.Replace(row.Key, Write(told), row.Version)], CancellationToken.None);
    }

    /// <summary>A page that is loaded again, or by a preview at the same time: it is told what the first load came to.</summary>
    private async Task<Taken> UsedAsync(StoredRecord row, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            var pending = Read(row);
            if (pending.Outcome is PendingSignIn.Connected)
                return new Taken.Before(pending.AskedBy);
            if (pending.Outcome is not null || time.GetElapsedTime(since) > LongestExchange)
                return new Taken.No(SignInRefusal.AlreadyUsed, pending.AskedBy);

            await Task.Delay(BetweenLooks, time, cancellationToken);
            if (await store.FindAsync(Partition, row.Key, cancellationToken) is not { } now)
                return new Taken.No(SignInRefusal.UnknownState, null);
            row = now;
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var row in await store.ListAsync(Partition, "", cancellationToken))
        {
            if (Read(row).ExpiresAt + Memory < now)
                await store.CommitAsync(Partition, [new RecordOperation.Delete(row.Key, row.Version)], cancellationToken);
        }
    }

    // The state is as good as a password until it is used: the store has to know it again, not to know it.
    private static string KeyOf(string state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));

    private static PendingSignIn Read(StoredRecord row) => JsonSerializer.Deserialize(row.Body, GoogleIdentityJson.Default.PendingSignIn)!;

    private static string Write(PendingSignIn pending) => JsonSerializer.Serialize(pending, GoogleIdentityJson.Default.PendingSignIn);

    internal abstract record Taken
    {
        private Taken() { }

        public sealed record Yes(string AskedBy, PendingSecrets Secrets) : Taken;

        /// <summary>It was answered before, and the account was connected.</summary>
        public sealed record Before(string AskedBy) : Taken;

        public sealed record No(SignInRefusal Why, string? AskedBy) : Taken;
    }
}
