using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Cli.Auth;

/// <summary><c>auth google --info</c>: how a rep's account stands, with a call to Google to be sure.</summary>
internal static class AuthReport
{
    /// <returns>The exit code: 1 when the account cannot be used.</returns>
    public static async Task<int> WriteAsync(IServiceProvider services, Rep rep, TextWriter output, CancellationToken cancellationToken)
    {
        var account = await services.GetRequiredService<GoogleSignIn>().ReadAsync(rep.Email, cancellationToken);
        await output.WriteLineAsync($"Mailbox  {rep.Email}");
        switch (account)
        {
            case GoogleAccount.NotConnected:
                await output.WriteLineAsync("State    not connected: run auth google, or type connect google in Teams");
                return 1;
            case GoogleAccount.ReconnectNeeded needed:
                await output.WriteLineAsync(
                    $"State    has to be connected again since {needed.Since:yyyy-MM-dd HH:mm}Z: {WordsOf(needed.Why)}"
                );
                return 1;
            case GoogleAccount.Delegated delegated:
                await output.WriteLineAsync("Way      service account with domain-wide delegation");
                await WriteScopesAsync(output, delegated.Scopes);
                break;
            case GoogleAccount.ByDevelopmentToken:
                await output.WriteLineAsync("Way      development token");
                break;
            case GoogleAccount.Connected connected:
                await output.WriteLineAsync(
                    $"Way      signed in {connected.Since:yyyy-MM-dd HH:mm}Z, asked for by {(connected.ConnectedBy == rep.Id ? "the rep in Teams" : connected.ConnectedBy)}"
                );
                await output.WriteLineAsync($"Access   until {connected.AccessExpiresAt:yyyy-MM-dd HH:mm}Z, renewed by itself");
                await WriteScopesAsync(output, connected.Scopes);
                break;
            default:
                throw new InvalidOperationException($"Unknown state {account.GetType().Name}.");
        }

        return await CheckAsync(
            services,
            rep,
            account is not GoogleAccount.Connected { Scopes: var scopes }
                || scopes.Any(scope => GoogleScopes.Gmail.Contains(scope.Capability)),
            output,
            cancellationToken
        );
    }

    public static async Task WriteScopesAsync(TextWriter output, IReadOnlyList<GoogleScope> scopes)
    {
        foreach (var scope in scopes)
            await output.WriteLineAsync($"Scope    {scope.Name, -27} to {scope.Reason}");
    }

    private static async Task<int> CheckAsync(
        IServiceProvider services,
        Rep rep,
        bool hasGmail,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answering = rep.Email;
            if (hasGmail)
                answering = await services.GetRequiredService<GmailClient>().ProfileAsync(rep.Email, cancellationToken);
            else
                await services.GetRequiredService<CalendarClient>().TimeZoneAsync(rep.Email, cancellationToken);
            var same = string.Equals(answering, rep.Email, StringComparison.OrdinalIgnoreCase);
            await output.WriteLineAsync(same ? "Check    Google answers" : "Check    Google answers for another mailbox");
            return same ? 0 : 1;
        }
        catch (ConnectorException failure)
        {
            await output.WriteLineAsync($"Check    failed: {failure.Kind.Text()}{(failure.Code is null ? "" : $" ({failure.Code})")}");
            if (GoogleRemedy.For(failure) is { } remedy)
                await output.WriteLineAsync($"         {remedy}");
            return 1;
        }
    }

    private static string WordsOf(ReconnectReason why) =>
        why switch
        {
            ReconnectReason.AccessEnded => "Google has ended the access (invalid_grant)",
            ReconnectReason.SessionEnded => "the organisation asks for a new sign-in (invalid_rapt)",
            ReconnectReason.ClientChanged => "it was signed in with another OAuth client than Google:ClientSecretFile",
            ReconnectReason.Unreadable => "what is stored cannot be opened: it was changed, or SecretKey is another one",
            _ => throw new InvalidOperationException($"Unknown reason {why}."),
        };
}
