using System.Collections.Immutable;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>
/// The one list of scopes: one for each capability, the narrowest that Google has for it.
/// <see href="https://developers.google.com/workspace/gmail/api/auth/scopes"/>,
/// <see href="https://developers.google.com/workspace/calendar/api/auth"/>.
/// </summary>
public static class GoogleScopes
{
    private const string Root = "https://www.googleapis.com/auth/";

    public static ImmutableArray<GoogleScope> All { get; } =
    [
        new(GoogleCapability.ReadMail, Root + "gmail.readonly", "find what you and a prospect wrote to each other before"),
        new(GoogleCapability.WriteDrafts, Root + "gmail.compose", "put drafts into your mailbox (sending is not built in)"),
        new(GoogleCapability.ReadFreeBusy, Root + "calendar.freebusy", "see when you are busy, without seeing why"),
        new(GoogleCapability.ReadCalendarSettings, Root + "calendar.settings.readonly", "offer times in your time zone"),
        new(GoogleCapability.ReadWorkingHours, Root + "calendar.calendars.readonly", "offer times within your working hours"),
        new(GoogleCapability.HoldTimes, Root + "calendar.events.owned", "keep an offered time free in your calendar"),
        new(GoogleCapability.ReadDrive, Root + "drive.readonly", "read documents you point to"),
    ];

    public static ImmutableArray<GoogleCapability> Gmail { get; } = [GoogleCapability.ReadMail, GoogleCapability.WriteDrafts];

    public static ImmutableArray<GoogleCapability> Calendar { get; } =
    [GoogleCapability.ReadFreeBusy, GoogleCapability.ReadCalendarSettings, GoogleCapability.ReadWorkingHours];

    /// <summary>In the order of <see cref="All"/>, each once.</summary>
    public static ImmutableArray<GoogleScope> Of(IEnumerable<GoogleCapability> capabilities)
    {
        var wanted = capabilities.ToHashSet();
        return [.. All.Where(scope => wanted.Contains(scope.Capability))];
    }

    /// <summary>
    /// What Google granted beyond those capabilities, ours or not, by short name and in order; what says only who somebody is does not
    /// count.
    /// </summary>
    internal static ImmutableArray<string> Beyond(IEnumerable<GoogleCapability> needed, string? granted)
    {
        var known = Of(needed).Select(scope => scope.Uri).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Split(granted)
                .Where(uri =>
                    !known.Contains(uri)
                    && uri is not ("openid" or "email" or "profile")
                    && !uri.StartsWith(Root + "userinfo.", StringComparison.Ordinal)
                )
                .Select(uri => uri.StartsWith(Root, StringComparison.Ordinal) ? uri[Root.Length..] : uri)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Those of ours in what Google says it granted: a list parted by spaces.</summary>
    internal static ImmutableArray<GoogleScope> In(string? granted)
    {
        var uris = Split(granted).ToHashSet(StringComparer.Ordinal);
        return [.. All.Where(scope => uris.Contains(scope.Uri))];
    }

    private static string[] Split(string? granted) => (granted ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
