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

    /// <summary>An access token that is used as it is for every mailbox. Development only.</summary>
    public string? DevelopmentAccessToken { get; set; }

    /// <summary>The OAuth client of the interactive sign-in, as downloaded from the Google console.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>The key file of a service account with domain-wide delegation.</summary>
    public string? ServiceAccountFile { get; set; }

    /// <summary>Where people sign in.</summary>
    [HttpsOrLoopback]
    public Uri AuthUri { get; set; } = new("https://accounts.google.com/o/oauth2/v2/auth");

    [HttpsOrLoopback]
    public Uri TokenUri { get; set; } = new("https://oauth2.googleapis.com/token");

    [HttpsOrLoopback]
    public Uri RevokeUri { get; set; } = new("https://oauth2.googleapis.com/revoke");

    /// <summary><c>Google:Gmail</c>. Below <see cref="BaseUri"/> come <c>gmail/v1/users/…</c>.</summary>
    public sealed class GmailEndpoint
    {
        [Required, HttpsOrLoopback]
        public Uri BaseUri { get; set; } = new("https://gmail.googleapis.com/");
    }

    /// <summary><c>Google:Calendar</c>. Below <see cref="BaseUri"/> come <c>freeBusy</c>, <c>calendars/…</c>, <c>users/me/settings/…</c>.</summary>
    public sealed class CalendarEndpoint
    {
        [Required, HttpsOrLoopback]
        public Uri BaseUri { get; set; } = new("https://www.googleapis.com/calendar/v3/");
    }
}
