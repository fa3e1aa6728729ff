using SalesAgent.Core.Connectors.DraftOnly;

namespace SalesAgent.Tests.Connectors;

/// <summary>Remembers what DRAFT_ONLY refused.</summary>
internal sealed class AlarmBell : IDraftOnlyAlarm
{
    public List<(string Connector, string Method, string PathShape)> Rang { get; } = [];

    public bool Broken { get; set; }

    public Task RaisedAsync(string connector, string method, string pathShape, CancellationToken cancellationToken)
    {
        Rang.Add((connector, method, pathShape));
        return Broken ? throw new InvalidOperationException("no audit") : Task.CompletedTask;
    }
}
