using System.Collections.Concurrent;
using Google.Apis.Auth.OAuth2.Responses;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>
/// Access tokens of signed-in accounts. One is renewed by one process at a time, which says so in the record first; the others go on
/// with the old one as long as it lives, or wait. So a refresh token that Google replaces is never used by two.
/// </summary>
internal sealed class AccessTokens(
    AccountRecords records,
    GoogleOAuth oauth,
    LapsedAccounts lapsed,
    IOptions<ConnectorOptions> patience,
    TimeProvider time
)
{
    /// <summary>Renewed this long before the end.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    /// <summary>Not used in the last moments: the call takes a while, and clocks differ.</summary>
    private static readonly TimeSpan TooLate = TimeSpan.FromSeconds(20);

    /// <summary>How long a process that disconnects or reconnects elsewhere may go unnoticed, if Google does not object before.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    /// <summary>Google's live an hour. One that seems to live longer than this was stored by a clock that was ahead.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>More than a renewal takes with all its tries.</summary>
    private readonly TimeSpan longestRenewal = patience.Value.ReadTimeout + TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="refused">A token that Google did not accept just now; null when none was tried.</param>
    /// <exception cref="ConnectorException"><see cref="FailureKind.Unauthorised"/>: see <see cref="GoogleRemedy"/>; otherwise Google did
    /// not answer.</exception>
    public async ValueTask<string> GetAsync(string mailbox, string? refused, CancellationToken cancellationToken)
    {
        if (AtHand(mailbox, refused) is { } token)
            return token;

        var gate = gates.GetOrAdd(mailbox, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return AtHand(mailbox, refused) ?? await FetchAsync(mailbox, refused, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The account was connected or disconnected by this process.</summary>
    public void Forget(string mailbox) => kept.TryRemove(mailbox, out _);

    private string? AtHand(string mailbox, string? refused)
    {
        return kept.TryGetValue(mailbox, out var known) && known.Token != refused && time.GetElapsedTime(known.At) < known.For
            ? known.Token
            : null;
    }

    private async Task<string> FetchAsync(string mailbox, string? refused, CancellationToken cancellationToken)
    {
        Forget(mailbox);
        while (true)
        {
            var found = await records.FindAsync(mailbox, cancellationToken);
            var tokens = TokensOf(mailbox, found?.Record);
            var now = time.GetUtcNow();
            var lives =
                tokens.AccessToken != refused && tokens.ExpiresAt - now > TooLate && StoredTime.IsAhead(tokens.ExpiresAt, now, LongestLife);
            if (lives && tokens.ExpiresAt - now > Early)
                return Keep(mailbox, tokens);

            if (StoredTime.IsAhead(found!.Record.BusyUntil, now, longestRenewal))
            {
                if (lives)
                    return tokens.AccessToken;
                await Task.Delay(Glance, time, cancellationToken);
                continue;
            }

            var busy = found.Record with { BusyUntil = now + longestRenewal };
            if (await records.WriteAsync(mailbox, found, busy, cancellationToken) is not { } ours)
                continue;
            if (await RenewAsync(mailbox, ours, tokens, lives, cancellationToken) is { } token)
                return token;
        }
    }

    /// <summary>Null when the record was changed by somebody else: look again.</summary>
    private async Task<string?> RenewAsync(
        string mailbox,
        AccountRecords.Found ours,
        AccountTokens old,
        bool oldLives,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answer = await oauth.RenewAsync(old.RefreshToken, cancellationToken);
            var renewed = Renewed(old, answer);
            return await StoreAsync(mailbox, ours, renewed) ? Keep(mailbox, renewed) : null;
        }
        catch (TokenResponseException refusal) when (refusal.Error?.Error is "invalid_grant")
        {
            var why = TokenFailure.WordOf(refusal) is "invalid_rapt" ? ReconnectReason.SessionEnded : ReconnectReason.AccessEnded;
            if (!await lapsed.MarkAsync(mailbox, ours, why))
                return null;
            throw TokenFailure.Unauthorised(GoogleRemedy.ReconnectNeeded);
        }
        catch (Exception failure) when (failure is TokenResponseException or ConnectorException or OperationCanceledException)
        {
            await records.WriteAsync(mailbox, ours, ours.Record with { BusyUntil = null }, CancellationToken.None);
            if (oldLives && failure is not OperationCanceledException)
                return old.AccessToken;
            if (failure is TokenResponseException refusal)
                throw TokenFailure.From(refusal);
            throw;
        }
    }

    // Not cancelled from here on: Google may have replaced the refresh token, and this is its only copy.
    private async Task<bool> StoreAsync(string mailbox, AccountRecords.Found ours, AccountTokens renewed)
    {
        for (
            AccountRecords.Found? now = ours;
            now?.Record is { State: AccountState.Connected } record && record.Grant == ours.Record.Grant;

        )
        {
            var next = record with { Sealed = records.Seal(mailbox, record.Grant, renewed), BusyUntil = null };
            if (await records.WriteAsync(mailbox, now, next, CancellationToken.None) is not null)
                return true;
            now = await records.FindAsync(mailbox, CancellationToken.None);
        }

        return false;
    }

    private AccountTokens Renewed(AccountTokens old, TokenResponse answer) =>
        old with
        {
            AccessToken = answer.AccessToken,
            ExpiresAt = time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresInSeconds ?? 0),
            RefreshToken = answer.RefreshToken is { Length: > 0 } replaced ? replaced : old.RefreshToken,
        };

    private AccountTokens TokensOf(string mailbox, AccountRecord? record) =>
        record?.State switch
        {
            null or AccountState.Disconnected => throw TokenFailure.Unauthorised(GoogleRemedy.NotConnected),
            AccountState.Lapsed => throw TokenFailure.Unauthorised(GoogleRemedy.ReconnectNeeded),
            AccountState.Connected => records.TokensOf(mailbox, record) is { } tokens && tokens.ClientId == oauth.Client.Id
                ? tokens
                : throw TokenFailure.Unauthorised(GoogleRemedy.ReconnectNeeded),
            _ => throw new InvalidOperationException($"Unknown state {record?.State}."),
        };

    private string Keep(string mailbox, AccountTokens tokens)
    {
        var lives = tokens.ExpiresAt - Early - time.GetUtcNow();
        kept[mailbox] = new Kept(tokens.AccessToken, time.GetTimestamp(), lives < KeptFor ? lives : KeptFor);
        return tokens.AccessToken;
    }

    private readonly record struct Kept(string Token, long At, TimeSpan For);
}
