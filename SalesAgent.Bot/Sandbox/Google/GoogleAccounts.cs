using System.Collections.Concurrent;
using System.Globalization;

namespace SalesAgent.Bot.Sandbox.Google;

/// <summary>Who may do what in Google's sandbox: access tokens, refresh tokens and their death.</summary>
internal sealed class GoogleAccounts
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3599);
    private readonly ConcurrentDictionary<string, AccessToken> access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> refresh = new(StringComparer.Ordinal);
    private readonly HashSet<string> mailboxes;
    private readonly TimeProvider time;
    private long issued;

    public GoogleAccounts(IReadOnlyList<SandboxRep> reps, TimeProvider time)
    {
        this.time = time;
        First = reps[0].Email;
        mailboxes = reps.Select(rep => rep.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var rep in reps) refresh[RefreshTokenOf(rep.Email)] = rep.Email;
    }

    /// <summary>The mailbox that <c>me</c> means under the development token.</summary>
    public string First { get; }

    /// <summary>The refresh token a rep has from the start.</summary>
    public static string RefreshTokenOf(string mailbox) => $"1//sandbox-refresh-{mailbox}";

    public bool Knows(string mailbox) => mailboxes.Contains(mailbox);

    /// <summary>The mailbox a living access token speaks for, or null.</summary>
    public string? MailboxOf(string token)
    {
        if (token == SandboxCredentials.GoogleDevelopmentAccessToken) return First;
        return access.TryGetValue(token, out var known) && known.Expires > time.GetUtcNow() ? known.Mailbox : null;
    }

    /// <summary>True for the development token, which may open every sandbox mailbox by its address.</summary>
    public static bool OpensAll(string? token) => token == SandboxCredentials.GoogleDevelopmentAccessToken;

    public (string Token, int Seconds) Issue(string mailbox)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"ya29.sandbox-{Interlocked.Increment(ref issued)}-{mailbox}");
        access[token] = new AccessToken(mailbox, time.GetUtcNow() + Lifetime);
        return (token, (int)Lifetime.TotalSeconds);
    }

    public string? MailboxOfRefresh(string token) => refresh.GetValueOrDefault(token);

    /// <summary>Gives the mailbox a living refresh token again, as consent does.</summary>
    public string Consent(string mailbox)
    {
        var token = RefreshTokenOf(mailbox);
        refresh[token] = mailbox;
        return token;
    }

    /// <summary>Kills the grant behind an access or refresh token; false when the token is unknown.</summary>
    public bool Revoke(string token)
    {
        var mailbox = MailboxOfRefresh(token) ?? (OpensAll(token) ? null : access.GetValueOrDefault(token)?.Mailbox);
        if (mailbox is null) return false;
        refresh.TryRemove(RefreshTokenOf(mailbox), out _);
        foreach (var (known, grant) in access)
        {
            if (grant.Mailbox.Equals(mailbox, StringComparison.OrdinalIgnoreCase)) access.TryRemove(known, out _);
        }

        return true;
    }

    private sealed record AccessToken(string Mailbox, DateTimeOffset Expires);
}
