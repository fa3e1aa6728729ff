namespace SalesAgent.Bot.Operations.Settings;

/// <summary>What <c>secrets check</c> says.</summary>
/// <param name="Status"><c>ok</c> or <c>failed</c>.</param>
/// <param name="Connectors">Empty when a critical setting kept them from being asked.</param>
internal sealed record SecretsReport(
    string Environment,
    string Status,
    IReadOnlyList<SettingReport> Settings,
    IReadOnlyList<ConnectorState> Connectors
);
