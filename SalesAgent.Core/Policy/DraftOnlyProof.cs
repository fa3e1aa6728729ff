using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.DraftOnly;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Policy;

/// <summary>
/// Tries to send at the start, before any work, and each hour, and expects to be refused. As soon as one trial is not,
/// <see cref="EmergencyStop"/> is in force on this instance, until a trial is refused again.
/// </summary>
public sealed partial class DraftOnlyProof(ISendTrial trial, SystemAudit audit, TimeProvider time, ILogger<DraftOnlyProof> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private volatile Result? last;

    /// <summary>Null before the first trial.</summary>
    public Result? Last => last;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ProveAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await ProveAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A stop is no failure.
        }
    }

    internal async Task ProveAsync(CancellationToken cancellationToken)
    {
        var escaped = await trial.EscapedAsync(cancellationToken);
        last = new Result(time.GetUtcNow(), escaped);
        foreach (var attempt in escaped)
        {
            Log.NotRefused(logger, attempt);
            try
            {
                await audit.AppendAsync(
                    AuditEvent.SecurityAlert("draft-only", "send_not_refused", ("attempt", attempt)),
                    cancellationToken
                );
            }
            catch (StorageUnavailableException failure)
            {
                // The stop does not wait for its entry.
                Log.NotAudited(logger, failure);
            }
        }
    }

    /// <param name="At">When it was tried.</param>
    /// <param name="Escaped">Attempts that were not refused, such as <c>gmail POST …/messages/send</c>; empty: nothing can be sent.</param>
    public sealed record Result(DateTimeOffset At, IReadOnlyList<string> Escaped);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Critical,
            "DRAFT_ONLY is broken: {Attempt} was not refused. This instance stops all work and writes nothing to the outside."
        )]
        public static partial void NotRefused(ILogger logger, string attempt);

        [LoggerMessage(2, LogLevel.Error, "The alert that DRAFT_ONLY is broken could not be put into the audit.")]
        public static partial void NotAudited(ILogger logger, Exception exception);
    }
}
