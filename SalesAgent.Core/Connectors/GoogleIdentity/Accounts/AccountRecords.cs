using System.Text.Json;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>The stored accounts. A partition goes by the mailbox's keyed hash, so that the store names nobody.</summary>
internal sealed class AccountRecords(IRecordStore store, PersonKeys people, TokenSeal seal)
{
    private const string Key = "account";

    /// <summary>How an account is called in the audit.</summary>
    public string NameOf(string mailbox) => $"google:{people.ForEmail(Normal(mailbox))}";

    public async Task<Found?> FindAsync(string mailbox, CancellationToken cancellationToken) =>
        await store.FindAsync(NameOf(mailbox), Key, cancellationToken) is { } row
            ? new Found(JsonSerializer.Deserialize(row.Body, GoogleIdentityJson.Default.AccountRecord)!, row.Version)
            : null;

    /// <returns>What is stored now, or null when it was no longer as <paramref name="known"/>: then nothing was written.</returns>
    /// <param name="known">Null: there was no record.</param>
    public async Task<Found?> WriteAsync(string mailbox, Found? known, AccountRecord record, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(record, GoogleIdentityJson.Default.AccountRecord);
        RecordOperation write = known is null ? new RecordOperation.Add(Key, body) : new RecordOperation.Replace(Key, body, known.Version);
        return await store.CommitAsync(NameOf(mailbox), [write], cancellationToken) is CommitResult.Committed { Versions: [{ } version] }
            ? new Found(record, version)
            : null;
    }

    /// <param name="grant">The sign-in they belong to.</param>
    public string Seal(string mailbox, string grant, AccountTokens tokens) =>
        seal.Seal(JsonSerializer.Serialize(tokens, GoogleIdentityJson.Default.AccountTokens), OwnerOf(mailbox, grant));

    /// <summary>Null when there are none, or when they cannot be opened.</summary>
    public AccountTokens? TokensOf(string mailbox, AccountRecord record) =>
        seal.Open(record.Sealed, OwnerOf(mailbox, record.Grant)) is { } text
            ? JsonSerializer.Deserialize(text, GoogleIdentityJson.Default.AccountTokens)
            : null;

    private static string OwnerOf(string mailbox, string grant) => $"account:{grant}:{Normal(mailbox)}";

    private static string Normal(string mailbox) => EmailAddress.TryNormalise(mailbox, out var email) ? email : mailbox.Trim();

    /// <param name="Version">For the next write.</param>
    internal sealed record Found(AccountRecord Record, string Version);
}
