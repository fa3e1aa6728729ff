namespace SalesAgent.Bot.Operations;

/// <param name="Status"><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c> or <c>not_configured</c>.</param>
/// <param name="LatencyMilliseconds">Of the probe.</param>
/// <param name="LastError">Kind of the failure, or null.</param>
internal sealed record ConnectorState(string Name, string Status, long LatencyMilliseconds, string? LastError, string? WhatToDo)
{
    public const string Healthy = "healthy";
    public const string Degraded = "degraded";
    public const string Unhealthy = "unhealthy";
    public const string NotConfigured = "not_configured";
}
