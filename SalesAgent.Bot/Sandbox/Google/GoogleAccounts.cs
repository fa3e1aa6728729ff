using System.Collections.Concurrent;
using System.Globalization;

namespace SalesAgent.Bot.Sandbox.Google;

/// <summary>Who may do what in Google's sandbox: codes, access tokens, refresh tokens and their death.</summary>
internal sealed class GoogleAccounts
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3599);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, AccessToken> access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GoogleGrant> refresh = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GoogleCode> codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> consented = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> mailboxes;
    private readonly TimeProvider time;
    private long issued;

    public GoogleAccounts(IReadOnlyList<SandboxRep> reps, TimeProvider time)
    {
        this.time = time;
        First = reps[0].Email;
        mailboxes = reps.Select(rep => rep.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The mailbox that <c>me</c> means under the development token.</summary>
    public string First { get; }

    /// <summary>What the next people at the consent page do.</summary>
    public GoogleConsent Consent { get; set; } = new();

    /// <summary>Each use of a refresh token replaces it, as the OAuth security advice (RFC 9700) has it and Google does not do.</summary>
    public bool ReplacesRefreshTokens { get; set; }

    /// <summary>Refresh tokens that are alive.</summary>
    public int LivingGrants => refresh.Count;

    public bool Knows(string mailbox) => mailboxes.Contains(mailbox);

    /// <summary>The mailbox a living access token speaks for, or null.</summary>
    public string? MailboxOf(string token) => GrantOf(token)?.Mailbox;

    /// <summary>What a living access token allows, or null.</summary>
    public GoogleGrant? GrantOf(string token)
    {
        if (OpensAll(token))
            return new GoogleGrant(First, SandboxCredentials.GoogleScopes);
        return access.TryGetValue(token, out var known) && known.Expires > time.GetUtcNow() ? known.Grant : null;
    }

    /// <summary>True for the development token, which may open every sandbox mailbox by its address.</summary>
    public static bool OpensAll(string? token) => token == SandboxCredentials.GoogleDevelopmentAccessToken;

    /// <param name="asked">The person was shown the consent page, not just sent through.</param>
    public string IssueCode(GoogleGrant grant, string redirect, string? challenge, bool offline, bool asked)
    {
        var code = $"4/sandbox-{Guid.NewGuid():N}";
        // Google gives a lasting token only with a consent.
        var lasting = offline && (asked | consented.TryAdd(grant.Mailbox, true));
        codes[code] = new GoogleCode(grant, redirect, challenge, lasting, time.GetUtcNow() + CodeLifetime);
        return code;
    }

    /// <summary>A code works once; null when it did, or came too late.</summary>
    public GoogleCode? TakeCode(string code) => codes.TryRemove(code, out var known) && known.Expires > time.GetUtcNow() ? known : null;

    public (string Token, int Seconds) Issue(GoogleGrant grant)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"ya29.sandbox-{Interlocked.Increment(ref issued)}-{Guid.NewGuid():N}");
        access[token] = new AccessToken(grant, time.GetUtcNow() + Lifetime);
        return (token, (int)Lifetime.TotalSeconds);
    }

    public string IssueRefresh(GoogleGrant grant)
    {
        var token = $"1//sandbox-{Guid.NewGuid():N}";
        refresh[token] = grant;
        return token;
    }

    /// <summary>What the refresh token allows, and the one that takes its place if any; null when it is dead.</summary>
    public (GoogleGrant Grant, string? Replacement)? Refresh(string token)
    {
        if (!ReplacesRefreshTokens)
            return refresh.TryGetValue(token, out var grant) ? (grant, null) : null;
        return refresh.TryRemove(token, out var used) ? (used, IssueRefresh(used)) : null;
    }

    /// <summary>Ends everything the person behind an access or refresh token has granted; false when the token is unknown.</summary>
    public bool Revoke(string token)
    {
        var mailbox =
            refresh.GetValueOrDefault(token)?.Mailbox ?? (OpensAll(token) ? null : access.GetValueOrDefault(token)?.Grant.Mailbox);
        if (mailbox is null)
            return false;
        End(mailbox);
        return true;
    }

    /// <summary>The person removes the app in the account's settings, or changes the password.</summary>
    public void End(string mailbox)
    {
        consented.TryRemove(mailbox, out _);
        foreach (var (token, grant) in refresh)
        {
            if (IsOf(mailbox, grant))
                refresh.TryRemove(token, out _);
        }

        foreach (var (token, known) in access)
        {
            if (IsOf(mailbox, known.Grant))
                access.TryRemove(token, out _);
        }
    }

    private static bool IsOf(string mailbox, GoogleGrant grant) => grant.Mailbox.Equals(mailbox, StringComparison.OrdinalIgnoreCase);

    private sealed record AccessToken(GoogleGrant Grant, DateTimeOffset Expires);
}
