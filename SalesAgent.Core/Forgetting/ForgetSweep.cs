using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Forgetting;

/// <summary>Looks each minute whether somebody is still to be forgotten and nobody works on it.</summary>
internal sealed partial class ForgetSweep(ForgetRequests requests, TimeProvider time, ILogger<ForgetSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await requests.SweepAsync(stoppingToken);
            }
            catch (StorageUnavailableException failure)
            {
                Log.NotNow(logger, failure);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Whether somebody is still to be forgotten could not be read.")]
        public static partial void NotNow(ILogger logger, Exception exception);
    }
}
