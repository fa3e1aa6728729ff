using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>What a bot has stored, read and written beside it.</summary>
internal interface IBenchStore : IAsyncDisposable
{
    IRecordStore Records { get; }

    PersonKeys Persons { get; }

    /// <summary>The lead as stored; null when it is not there.</summary>
    Task<LeadState?> FindAsync(LeadId lead, CancellationToken cancellationToken);

    /// <summary>Waits at most <see cref="BenchStage.Patience"/>.</summary>
    /// <returns>The lead once it has come far enough, or as far as it came; null when it is not there.</returns>
    Task<LeadState?> WaitAsync(LeadId lead, Func<LeadState, bool> enough, CancellationToken cancellationToken);
}
