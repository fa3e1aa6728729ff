using System.Collections.Immutable;
using System.Security.Cryptography;
using Google.Apis.Auth.OAuth2.Responses;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>Connects a rep's Google account, says how it stands, and disconnects it.</summary>
internal sealed class GoogleSignIn(
    AccountRecords records,
    PendingSignIns pending,
    GoogleOAuth oauth,
    GrantedAccount granted,
    AccessTokens tokens,
    SystemAudit audit,
    RefusalTrail refusals,
    IOptions<GoogleOptions> options,
    TimeProvider time
)
{
    private readonly GoogleOptions options = options.Value;

    /// <summary>
    /// How this installation reaches mailboxes. Only with <see cref="GoogleWay.SignIn"/> is there anything to sign in to.
    /// </summary>
    public GoogleWay Way => options.Way;

    /// <summary>What an account is for when nothing else is asked: Gmail and Calendar, with holds when they are switched on.</summary>
    public ImmutableArray<GoogleCapability> Everyday => options.Everyday;

    /// <summary>
    /// Where somebody who sits at this machine can be sent back to: port 0 stands for any; null when the OAuth client allows nothing here.
    /// </summary>
    public Uri? RedirectToThisMachine => Way is GoogleWay.SignIn ? oauth.Client.OnThisMachine : null;

    /// <summary>Stores a sign-in and gives Google's page for it. It can be completed once, within ten minutes.</summary>
    /// <exception cref="ArgumentException">Nothing among the capabilities would tell whose account it is.</exception>
    public async Task<SignInBegun> BeginAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        if (!GrantedAccount.CanBeNamed(request.Capabilities))
        {
            throw new ArgumentException(
                "Mail, drafts or working hours must be among the capabilities: nothing else tells whose account it is.",
                nameof(request)
            );
        }

        if (Way is not GoogleWay.SignIn)
            return new SignInBegun.NotOffered(NothingToSignIn(Way));
        if ((request.RedirectUri ?? options.RedirectUri) is not { } redirect)
        {
            return new SignInBegun.NotOffered(
                "Signing in from Teams is not set up: Google:RedirectUri is missing. On the server, auth google can be used."
            );
        }

        var capabilities = request.Capabilities.Union(await ConnectedForAsync(request.Rep.Email, cancellationToken)).ToArray();
        var state = PendingSignIns.NewState();
        var (link, verifier) = oauth.Begin(request.Rep.Email, GoogleScopes.Of(capabilities).Select(scope => scope.Uri), redirect, state);
        var secrets = new PendingSecrets(request.Rep.Email, verifier, redirect.OriginalString, capabilities);
        return new SignInBegun.Ready(link, await pending.AddAsync(state, request.AskedBy, secrets, cancellationToken));
    }

    /// <summary>What Google sent the person back with: the query of the redirect.</summary>
    public async Task<SignInOutcome> CompleteAsync(string? state, string? code, string? error, CancellationToken cancellationToken)
    {
        switch (await pending.TakeAsync(state, cancellationToken))
        {
            case PendingSignIns.Taken.Yes(var askedBy, var secrets):
                // Not cancelled from here on: the state is used, the code works once, and what Google grants must be kept or given back.
                var outcome = await ExchangeAsync(askedBy, secrets, code, error);
                await pending.NoteAsync(state, outcome);
                await audit.AppendAsync(EventOf(outcome, askedBy, records.NameOf(secrets.Mailbox)), CancellationToken.None);
                return outcome;
            case PendingSignIns.Taken.Before(var askedBy):
                return new SignInOutcome.ConnectedBefore(askedBy);
            case PendingSignIns.Taken.No(var why, var askedBy):
                // Whoever has an old answer can send it as often as they like, so it is told in bounds.
                if (askedBy is not null)
                {
                    await refusals.OfPersonAsync(
                        RefusalKind.SignIn,
                        why is SignInRefusal.Expired ? RefusalReason.OutOfTime : RefusalReason.Outdated,
                        askedBy
                    );
                }

                return new SignInOutcome.Refused(why, askedBy);
            default:
                throw new InvalidOperationException("A sign-in is taken or it is not.");
        }
    }

    public async Task<GoogleAccount> ReadAsync(string mailbox, CancellationToken cancellationToken)
    {
        switch (Way)
        {
            case GoogleWay.ServiceAccount:
                return new GoogleAccount.Delegated(GoogleScopes.Of(Everyday));
            case GoogleWay.DevelopmentToken:
                return new GoogleAccount.ByDevelopmentToken();
        }

        var record = (await records.FindAsync(mailbox, cancellationToken))?.Record;
        return record switch
        {
            null or { State: AccountState.Disconnected } => new GoogleAccount.NotConnected(),
            { State: AccountState.Lapsed } => new GoogleAccount.ReconnectNeeded(
                record.EndedAt ?? record.Since,
                record.Why ?? ReconnectReason.AccessEnded
            ),
            _ => records.TokensOf(mailbox, record) switch
            {
                null => new GoogleAccount.ReconnectNeeded(record.Since, ReconnectReason.Unreadable),
                { ClientId: var client } when Way is GoogleWay.SignIn && client != oauth.Client.Id => new GoogleAccount.ReconnectNeeded(
                    record.Since,
                    ReconnectReason.ClientChanged
                ),
                { } known => new GoogleAccount.Connected(GoogleScopes.In(known.Scope), record.Since, record.ConnectedBy, known.ExpiresAt)
                {
                    Unneeded = GoogleScopes.Beyond(Everyday, known.Scope),
                },
            },
        };
    }

    /// <summary>Revokes the access at Google, then forgets it. What stays is that it was there, and when it ended.</summary>
    /// <param name="by">Id of the rep who asks, or <see cref="SignInRequest.CommandLine"/>.</param>
    /// <exception cref="ConnectorException">Google could not be told; the account is as before, so that it can be tried again.</exception>
    public async Task<DisconnectOutcome> DisconnectAsync(string mailbox, string by, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await records.FindAsync(mailbox, cancellationToken);
            if (found is null or { Record.State: AccountState.Disconnected })
                return DisconnectOutcome.WasNotConnected;

            var revoked =
                records.TokensOf(mailbox, found.Record) is { } known && await oauth.RevokeAsync(known.RefreshToken, cancellationToken);
            var ended = found.Record with
            {
                State = AccountState.Disconnected,
                Sealed = null,
                BusyUntil = null,
                EndedAt = time.GetUtcNow(),
                Why = null,
            };
            if (await records.WriteAsync(mailbox, found, ended, CancellationToken.None) is null)
                continue;

            tokens.Forget(mailbox);
            await audit.AppendAsync(AuditEvent.GoogleDisconnected(records.NameOf(mailbox), by, revoked), CancellationToken.None);
            return revoked ? DisconnectOutcome.RevokedAndForgotten : DisconnectOutcome.Forgotten;
        }
    }

    private async Task<SignInOutcome> ExchangeAsync(string askedBy, PendingSecrets secrets, string? code, string? error)
    {
        if (error is not null || string.IsNullOrEmpty(code))
            return new SignInOutcome.Refused(MeaningOf(error), askedBy) { Code = TokenFailure.Known(error ?? "") };
        try
        {
            var answer = await oauth.ExchangeAsync(code, secrets.Verifier, new Uri(secrets.Redirect), CancellationToken.None);
            return await AcceptAsync(askedBy, secrets, answer);
        }
        catch (TokenResponseException refusal)
        {
            var word = TokenFailure.WordOf(refusal);
            return new SignInOutcome.Refused(MeaningOf(word), askedBy) { Code = word };
        }
        catch (ConnectorException failure)
        {
            return new SignInOutcome.Refused(Unanswered(failure), askedBy) { Code = failure.Code };
        }
    }

    private async Task<SignInOutcome> AcceptAsync(string askedBy, PendingSecrets secrets, TokenResponse answer)
    {
        var access = answer.AccessToken;

        // RFC 6749 §5.1: when the answer has no scope, the requested scopes were granted.
        var wanted = GoogleScopes.Of(secrets.Capabilities);
        var scope = answer.Scope ?? string.Join(' ', wanted.Select(one => one.Uri));
        var given = GoogleScopes.In(scope);
        var missing = wanted.Except(given).ToArray();
        string? address = null;
        try
        {
            address = await granted.AddressAsync(access, given.Select(one => one.Capability), CancellationToken.None);
        }
        catch (ConnectorException failure) when (missing.Length == 0)
        {
            await granted.GiveBackAsync(answer.RefreshToken ?? access, secrets.Mailbox, CancellationToken.None);
            return new SignInOutcome.Refused(Unanswered(failure), askedBy) { Code = failure.Code };
        }
        catch (ConnectorException)
        {
            // It is refused for what is missing anyhow.
        }

        var isRep = EmailAddress.TryNormalise(address, out var normal) && normal == secrets.Mailbox;
        SignInOutcome.Refused? refused = (missing.Length > 0, isRep, answer.RefreshToken) switch
        {
            (true, _, _) => new SignInOutcome.Refused(SignInRefusal.MissingScopes, askedBy) { Missing = missing },
            (_, false, _) => new SignInOutcome.Refused(SignInRefusal.WrongMailbox, askedBy) { SignedInAs = address },
            (_, _, null or "") => new SignInOutcome.Refused(SignInRefusal.NoRefreshToken, askedBy),
            _ => null,
        };
        if (refused is not null)
        {
            await granted.GiveBackAsync(answer.RefreshToken ?? access, address ?? secrets.Mailbox, CancellationToken.None);
            return refused;
        }

        await KeepAsync(
            askedBy,
            secrets.Mailbox,
            new AccountTokens(
                oauth.Client.Id,
                answer.RefreshToken!,
                access,
                time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresInSeconds ?? 0),
                scope
            )
        );
        return new SignInOutcome.Connected(secrets.Mailbox, askedBy, given);
    }

    private async Task KeepAsync(string askedBy, string mailbox, AccountTokens fresh)
    {
        var grant = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var record = new AccountRecord
        {
            State = AccountState.Connected,
            Grant = grant,
            Since = time.GetUtcNow(),
            ConnectedBy = askedBy,
            Sealed = records.Seal(mailbox, grant, fresh),
        };

        // The newest sign-in counts, whatever was there.
        while (
            await records.WriteAsync(mailbox, await records.FindAsync(mailbox, CancellationToken.None), record, CancellationToken.None)
                is null
        ) { }

        tokens.Forget(mailbox);
    }

    private async Task<IEnumerable<GoogleCapability>> ConnectedForAsync(string mailbox, CancellationToken cancellationToken) =>
        await ReadAsync(mailbox, cancellationToken) is GoogleAccount.Connected connected
            ? connected.Scopes.Select(scope => scope.Capability)
            : [];

    private static AuditEvent EventOf(SignInOutcome outcome, string askedBy, string account) =>
        outcome switch
        {
            SignInOutcome.Connected connected => AuditEvent.GoogleConnected(
                account,
                askedBy,
                string.Join(' ', connected.Scopes.Select(scope => scope.Name))
            ),
            SignInOutcome.Refused refused => AuditEvent.GoogleSignInRefused(account, askedBy, refused.Reason.ToString()),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
        };

    private static SignInRefusal MeaningOf(string? word) =>
        word switch
        {
            "access_denied" => SignInRefusal.ConsentDenied,
            "admin_policy_enforced" or "org_internal" => SignInRefusal.AdminPolicy,
            _ => SignInRefusal.GoogleRefused,
        };

    private static SignInRefusal Unanswered(ConnectorException failure) =>
        failure.Kind is FailureKind.Refused or FailureKind.Unauthorised ? SignInRefusal.GoogleRefused : SignInRefusal.Unavailable;

    private static string NothingToSignIn(GoogleWay way) =>
        way switch
        {
            GoogleWay.ServiceAccount => "There is nothing to sign in to: a service account opens the reps' mailboxes.",
            GoogleWay.DevelopmentToken => "There is nothing to sign in to: this is Development with one token for every mailbox.",
            _ => "Google sign-in is not set up: Google:ClientSecretFile is missing (docs/google-oauth.md).",
        };
}
