using Google.Apis.Auth.OAuth2;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>Whose account it is that somebody just consented with, and the way back from a consent that cannot be used.</summary>
internal sealed partial class GrantedAccount(
    GoogleMailboxes mailboxes,
    AccountRecords records,
    GoogleOAuth oauth,
    ILogger<GrantedAccount> logger
)
{
    private static readonly OutsideCall AskingGmail = OutsideCall.Read(ConnectorServices.Gmail, "Asking whose account was connected");
    private static readonly OutsideCall AskingCalendar = OutsideCall.Read(ConnectorServices.Calendar, "Asking whose account was connected");

    /// <summary>Whether Google can be asked at all; no scope is wanted for this alone.</summary>
    public static bool CanBeNamed(IEnumerable<GoogleCapability> capabilities) =>
        capabilities.Any(capability =>
            capability is GoogleCapability.ReadMail or GoogleCapability.WriteDrafts or GoogleCapability.ReadWorkingHours
        );

    /// <summary>The account's address; null when nothing that was granted tells.</summary>
    /// <exception cref="ConnectorException">Google did not say.</exception>
    public async Task<string?> AddressAsync(string accessToken, IEnumerable<GoogleCapability> granted, CancellationToken cancellationToken)
    {
        var capabilities = granted.ToHashSet();
        var account = mailboxes.Build("me", GoogleCredential.FromAccessToken(accessToken));
        if (capabilities.Contains(GoogleCapability.ReadMail) || capabilities.Contains(GoogleCapability.WriteDrafts))
        {
            var profile = await account.AskAsync(AskingGmail, account.Gmail.Users.GetProfile(account.Address), cancellationToken);
            return profile.EmailAddress ?? throw AskingGmail.Unreadable();
        }

        if (!capabilities.Contains(GoogleCapability.ReadWorkingHours))
            return null;
        var calendar = await account.AskAsync(AskingCalendar, account.Calendar.Calendars.Get("primary"), cancellationToken);
        return calendar.Id ?? throw AskingCalendar.Unreadable();
    }

    /// <summary>
    /// Revokes what was granted, so that nothing lingers. Not where the account is connected here already: Google revokes per person
    /// and client, so that one would end as well.
    /// </summary>
    /// <param name="address">Of the account that consented, or the expected one when that is not known.</param>
    public async Task GiveBackAsync(string token, string address, CancellationToken cancellationToken)
    {
        if ((await records.FindAsync(address, cancellationToken))?.Record.State is AccountState.Connected)
            return;
        try
        {
            await oauth.RevokeAsync(token, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            Log.NotRevoked(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A sign-in was refused, and Google could not be told to take the access back. It was not kept."
        )]
        public static partial void NotRevoked(ILogger logger, Exception exception);
    }
}
