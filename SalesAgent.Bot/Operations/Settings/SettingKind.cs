namespace SalesAgent.Bot.Operations.Settings;

/// <summary>What may stand in a setting, before anything else about it is asked.</summary>
internal enum SettingKind
{
    Text,

    /// <summary>Text that is never shown anywhere.</summary>
    Secret,

    /// <summary>One of <see cref="Setting.Choices"/>.</summary>
    Choice,
    WholeNumber,
    YesNo,
    Duration,
    Address,
}
