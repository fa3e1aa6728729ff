using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Evidence.Anchors;
using SalesAgent.Core.Evidence.Retention;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Evidence;

/// <summary>Anchors the days that are over and removes what has been kept long enough. Every instance looks; one does it.</summary>
internal sealed partial class AuditUpkeep(AnchorDays anchors, RemoveOldLeads retention, TimeProvider time, ILogger<AuditUpkeep> logger)
    : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await anchors.CatchUpAsync(stoppingToken);
                    await retention.GoOnAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is StorageUnavailableException or JsonException)
                {
                    Log.NotNow(logger, failure);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The audit could not be anchored or tidied up; it is tried again. `audit verify` says whether something was tampered with."
        )]
        public static partial void NotNow(ILogger logger, Exception exception);
    }
}
