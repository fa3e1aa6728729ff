namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>What may be done in a rep's Google account. Each needs one scope: see <see cref="GoogleScopes"/>.</summary>
public enum GoogleCapability
{
    ReadMail,
    WriteDrafts,
    ReadFreeBusy,
    ReadCalendarSettings,
    ReadWorkingHours,
    HoldTimes,
    ReadDrive,
}
