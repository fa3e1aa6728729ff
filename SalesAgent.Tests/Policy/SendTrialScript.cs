using SalesAgent.Core.Connectors.DraftOnly;

namespace SalesAgent.Tests.Policy;

/// <summary>Trials to send that end as the test wants; the real ones always are refused.</summary>
internal sealed class SendTrialScript : ISendTrial
{
    public IReadOnlyList<string> Escaped { get; set; } = [];

    public Task<IReadOnlyList<string>> EscapedAsync(CancellationToken cancellationToken) => Task.FromResult(Escaped);
}
