using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>Section <c>Google</c>: where Gmail and Calendar are, and how an account is signed in.</summary>
public sealed class GoogleOptions
{
    public const string Section = "Google";

    [ValidateObjectMembers]
    public GmailEndpoint Gmail { get; set; } = new();

    [ValidateObjectMembers]
    public CalendarEndpoint Calendar { get; set; } = new();

    /// <summary>
    /// Where Google sends people back to after <c>connect google</c>: this app's <c>/auth/google/callback</c> as the world sees it, letter
    /// for letter as it is registered with the OAuth client.
    /// </summary>
    [HttpsOrLoopback]
    public Uri? RedirectUri { get; set; }

    /// <summary>An access token that is used as it is for every mailbox. Development only.</summary>
    public string? DevelopmentAccessToken { get; set; }

    /// <summary>The OAuth client people sign in through, as downloaded from the Google console; relative to the content root.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>The key file of a service account with domain-wide delegation; relative to the content root.</summary>
    public string? ServiceAccountFile { get; set; }

    /// <summary>Where people sign in.</summary>
    [HttpsOrLoopback]
    public Uri AuthUri { get; set; } = new("https://accounts.google.com/o/oauth2/v2/auth");

    [HttpsOrLoopback]
    public Uri TokenUri { get; set; } = new("https://oauth2.googleapis.com/token");

    [HttpsOrLoopback]
    public Uri RevokeUri { get; set; } = new("https://oauth2.googleapis.com/revoke");

    /// <summary>Which of the three is configured; setting several is refused at start.</summary>
    internal GoogleWay Way =>
        (ClientSecretFile, ServiceAccountFile, DevelopmentAccessToken) switch
        {
            (_, _, { Length: > 0 }) => GoogleWay.DevelopmentToken,
            (_, { Length: > 0 }, _) => GoogleWay.ServiceAccount,
            ({ Length: > 0 }, _, _) => GoogleWay.SignIn,
            _ => GoogleWay.None,
        };

    /// <summary>What the product does with every account.</summary>
    internal ImmutableArray<GoogleCapability> Everyday =>
        [.. GoogleScopes.Gmail, .. GoogleScopes.Calendar, .. Calendar.Holds ? [GoogleCapability.HoldTimes] : (GoogleCapability[])[]];

    /// <summary><c>Google:Gmail</c>. Below <see cref="BaseUri"/> come <c>gmail/v1/users/…</c>.</summary>
    public sealed class GmailEndpoint
    {
        [Required, HttpsOrLoopback]
        public Uri BaseUri { get; set; } = new("https://gmail.googleapis.com/");
    }

    /// <summary>
    /// <c>Google:Calendar</c>. Below <see cref="BaseUri"/> come <c>freeBusy</c>, <c>calendars/…</c>, <c>users/me/settings/…</c>.
    /// </summary>
    public sealed class CalendarEndpoint
    {
        [Required, HttpsOrLoopback]
        public Uri BaseUri { get; set; } = new("https://www.googleapis.com/calendar/v3/");

        /// <summary>Whether offered times are kept free in the rep's calendar, which needs one more scope. Default false.</summary>
        public bool Holds { get; set; }
    }
}
