using System.ComponentModel.DataAnnotations;

namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>
/// Section <c>HubSpot</c>: the account we read and write, and the secrets its webhooks are signed with. It is read and written with
/// either <see cref="AccessToken"/>, or <see cref="ClientId"/>, <see cref="ClientSecret"/> and <see cref="RefreshToken"/>.
/// </summary>
public sealed class HubSpotOptions : IValidatableObject
{
    public const string Section = "HubSpot";

    [Required, HttpsOrLoopback]
    public Uri BaseUri { get; set; } = new("https://api.hubapi.com");

    /// <summary>The token of an app with static authentication, or of a legacy private app (<c>pat-…</c>).</summary>
    public string? AccessToken { get; set; }

    /// <summary>An OAuth app's client id.</summary>
    public string? ClientId { get; set; }

    /// <summary>What an OAuth app got when it was installed. A newer one that a renewal brings is kept in the store.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>
    /// The contact's properties that name an owner, the most important first; empty is <c>hubspot_owner_id</c>. For portals that have
    /// several, such as one owner per business unit.
    /// </summary>
    public string[] OwnerProperties { get; set; } = [];

    /// <summary>
    /// The contact's properties that say, with "true", that they opted out of a kind of mail, such as <c>hs_email_optout_4711</c>; HubSpot
    /// makes one for each subscription type. Opting out of all mail is always asked for.
    /// </summary>
    public string[] OptOutProperties { get; set; } = [];

    /// <summary>
    /// Searches this process may begin in a second. HubSpot counts five for the whole account; with two processes, give each its share. 5.
    /// </summary>
    [Range(1, 50)]
    public int SearchesPerSecond { get; set; } = 5;

    /// <summary>The app's client secret: it signs webhooks, and it is an OAuth app's password.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The client secret before the last rotation, for as long as HubSpot may still go by it.</summary>
    public string? PreviousClientSecret { get; set; }

    /// <summary>The only account whose events are taken; null takes any that is signed.</summary>
    [Range(1, long.MaxValue)]
    public long? PortalId { get; set; }

    /// <summary>There is something to be let in with; without it every call is <see cref="FailureKind.Unauthorised"/>.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(AccessToken) || UsesOAuth;

    /// <summary>The access is renewed from a grant, not given by a fixed token.</summary>
    internal bool UsesOAuth => !string.IsNullOrEmpty(RefreshToken);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(AccessToken) && UsesOAuth)
        {
            yield return new ValidationResult(
                "HubSpot:AccessToken and HubSpot:RefreshToken are both set: keep the first for an app's static token, the second for an OAuth app."
            );
        }

        if (UsesOAuth && (string.IsNullOrEmpty(ClientId) || string.IsNullOrEmpty(ClientSecret)))
        {
            yield return new ValidationResult(
                "HubSpot:RefreshToken needs HubSpot:ClientId and HubSpot:ClientSecret of the app it was given to."
            );
        }

        if (!Array.TrueForAll(OwnerProperties, IsPropertyName))
        {
            yield return new ValidationResult(
                "HubSpot:OwnerProperties holds what is no internal name of a property, such as hubspot_owner_id."
            );
        }

        if (!Array.TrueForAll(OptOutProperties, IsPropertyName))
        {
            yield return new ValidationResult(
                "HubSpot:OptOutProperties holds what is no internal name of a property, such as hs_email_optout_4711."
            );
        }
    }

    private static bool IsPropertyName(string name) =>
        !string.IsNullOrEmpty(name) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_');
}
