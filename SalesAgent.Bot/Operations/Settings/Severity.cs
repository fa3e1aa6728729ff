namespace SalesAgent.Bot.Operations.Settings;

/// <summary>What it means when a setting is missing.</summary>
internal enum Severity
{
    /// <summary>Something is not done, or done by default.</summary>
    Optional,

    /// <summary>It starts, but one connector cannot work.</summary>
    Required,

    /// <summary>It does not start.</summary>
    Critical,
}
