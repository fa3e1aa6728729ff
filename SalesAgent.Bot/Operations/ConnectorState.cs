namespace SalesAgent.Bot.Operations;

/// <param name="Status"><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c> or <c>not_configured</c>.</param>
/// <param name="LatencyMilliseconds">Of the probe.</param>
/// <param name="LastError">Kind of the failure, or null.</param>
internal sealed record ConnectorState(string Name, string Status, long LatencyMilliseconds, string? LastError, string? WhatToDo);
