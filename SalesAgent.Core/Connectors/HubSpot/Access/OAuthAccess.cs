using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Connectors.HubSpot.Access;

/// <summary>
/// Renews the access some minutes before it ends. One caller of a process and one process of an installation does it, and
/// the others take what it brought; a refresh token that comes along is on disk before anything is done with it.
/// </summary>
internal sealed class OAuthAccess(
    TokenEndpoint endpoint,
    GrantRecords grants,
    SystemAudit audit,
    TimeProvider time,
    IOptions<ConnectorOptions> patience
) : IHubSpotAccess, IDisposable
{
    /// <summary>The word for a grant that is gone, in failures and in the audit.</summary>
    public const string Gone = "BAD_REFRESH_TOKEN";

    // HubSpot's documents: a 401 by itself is no reason to renew. A token this young was not refused for its age.
    private static readonly TimeSpan BeyondDoubt = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan UntilAskedAgain = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim gate = new(1);
    private volatile Known? current;

    /// <summary>A renewal is over by then, one way or the other.</summary>
    private TimeSpan ClaimLength => patience.Value.ReadTimeout + TimeSpan.FromSeconds(5);

    public async ValueTask<string> TokenAsync(OutsideCall call, CancellationToken cancellationToken) =>
        current is { } known && IsGood(known, null) ? known.Token.Text : await RenewedAsync(call, null, cancellationToken);

    public async ValueTask<string?> ReplacementAsync(OutsideCall call, string refused, CancellationToken cancellationToken)
    {
        if (current is not { } known)
            return null;
        if (known.Token.Text != refused)
            return known.Token.Text;
        return StoredTime.IsRecent(known.Token.IssuedAt, time.GetUtcNow(), BeyondDoubt) && time.GetElapsedTime(known.Since) < BeyondDoubt
            ? null
            : await RenewedAsync(call, refused, cancellationToken);
    }

    public void Dispose() => gate.Dispose();

    private async Task<string> RenewedAsync(OutsideCall call, string? refused, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (current is not { } known || !IsGood(known, refused))
                current = known = new Known(await FromGrantAsync(call, refused, cancellationToken), time.GetTimestamp());
            return known.Token.Text;
        }
        catch (StorageUnavailableException failure)
        {
            throw call.Failed(FailureKind.Unavailable, failure, "grant_store");
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<AccessToken> FromGrantAsync(OutsideCall call, string? refused, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var grant = await grants.ReadAsync(cancellationToken);
            var now = time.GetUtcNow();
            if (grant.Access is { } shared && IsGood(shared, refused))
                return shared;
            if (StoredTime.IsRecent(grant.GoneAskedAt, now, UntilAskedAgain))
                throw call.Failed(FailureKind.Unauthorised, code: Gone);
            if (StoredTime.IsAhead(grant.ClaimedUntil, now, ClaimLength))
            {
                if (time.GetElapsedTime(began) > patience.Value.ReadTimeout)
                    throw call.Failed(FailureKind.Unavailable, code: "grant_busy");
                await Task.Delay(Glance, time, cancellationToken);
                continue;
            }

            // From here on nobody's cancelling counts: a refresh token that HubSpot replaced must not get lost on the way.
            if (await grants.TryWriteAsync(grant with { ClaimedUntil = now + ClaimLength }, CancellationToken.None) is { } claimed)
                return await RenewAsync(call, claimed);
        }
    }

    private async Task<AccessToken> RenewAsync(OutsideCall call, OAuthGrant claimed)
    {
        TokenAnswer answer;
        try
        {
            answer = await endpoint.RenewAsync(claimed.RefreshToken, CancellationToken.None);
        }
        catch (ConnectorException)
        {
            await grants.TryWriteAsync(claimed with { ClaimedUntil = null }, CancellationToken.None);
            throw;
        }

        var now = time.GetUtcNow();
        switch (answer)
        {
            case TokenAnswer.Granted granted:
                var access = new AccessToken(granted.AccessToken, now, now + granted.Lifetime);
                await KeepAsync(
                    new OAuthGrant
                    {
                        RefreshToken = granted.RefreshToken ?? claimed.RefreshToken,
                        Access = access,
                        Version = claimed.Version,
                    }
                );
                return access;
            case TokenAnswer.Gone:
                var kept = await grants.TryWriteAsync(
                    claimed with
                    {
                        Access = null,
                        ClaimedUntil = null,
                        GoneSince = claimed.GoneSince ?? now,
                        GoneAskedAt = now,
                    },
                    CancellationToken.None
                );
                if (kept is not null && claimed.GoneSince is null)
                    await audit.AppendAsync(AuditEvent.HubSpotAccessEnded(Gone), CancellationToken.None);
                throw call.Failed(FailureKind.Unauthorised, code: Gone);
            case TokenAnswer.Refused refusal:
                await grants.TryWriteAsync(claimed with { ClaimedUntil = null }, CancellationToken.None);
                throw call.Failed(FailureKind.Unauthorised, code: refusal.Code);
            default:
                throw new InvalidOperationException($"{answer.GetType().Name} is no answer about a grant.");
        }
    }

    /// <summary>Whoever took over a claim that ran out renewed with an older token than ours, so ours stays.</summary>
    private async Task KeepAsync(OAuthGrant renewed)
    {
        while (await grants.TryWriteAsync(renewed, CancellationToken.None) is null)
            renewed = renewed with { Version = (await grants.ReadAsync(CancellationToken.None)).Version };
    }

    /// <summary>Whatever the clock says: held for as long as it lives, it is over.</summary>
    private bool IsGood(Known known, string? refused) =>
        IsGood(known.Token, refused) && time.GetElapsedTime(known.Since) < known.Token.ExpiresAt - known.Token.IssuedAt;

    private bool IsGood(AccessToken token, string? refused) => token.Text != refused && token.IsFreshAt(time.GetUtcNow());

    /// <param name="Since">When this process came to know it, as <see cref="TimeProvider.GetTimestamp"/>.</param>
    private sealed record Known(AccessToken Token, long Since);
}
