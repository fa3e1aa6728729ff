using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Work;

/// <summary>One attempt at one item: has its handler do it, and tells the queue what became of it. Never throws.</summary>
internal sealed partial class WorkAttempt
{
    /// <summary>How soon an item is looked at again whose lead has another one under way here.</summary>
    private static readonly TimeSpan UntilFree = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Kind, string Subject), byte> underWay = new();
    private readonly IWorkQueue queue;
    private readonly Dictionary<string, IWorkHandler> handlers = new(StringComparer.Ordinal);
    private readonly WorkOptions options;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly ILogger logger;

    /// <exception cref="InvalidOperationException">Two handlers do the same kind of work.</exception>
    public WorkAttempt(
        IWorkQueue queue,
        IEnumerable<IWorkHandler> handlers,
        WorkOptions options,
        TimeProvider time,
        Random random,
        ILogger logger
    )
    {
        this.queue = queue;
        this.options = options;
        this.time = time;
        this.random = random;
        this.logger = logger;
        foreach (var handler in handlers)
        {
            if (!this.handlers.TryAdd(handler.Kind, handler))
            {
                throw new InvalidOperationException(
                    $"Two handlers do the work '{handler.Kind}': {this.handlers[handler.Kind].GetType().Name} and {handler.GetType().Name}."
                );
            }
        }
    }

    /// <param name="ending">The process is about to end: what is cancelled by it is given back at once.</param>
    public async Task RunAsync(LeasedWork work, CancellationToken ending)
    {
        try
        {
            if (handlers.TryGetValue(work.Item.Kind, out var handler))
            {
                // More than it could have failed: whoever took it before did not live to say so, and it may be what killed them.
                if (work.Attempts > options.MaximumAttempts)
                    await BuryAsync(work, handler, $"Handed out {work.Attempts} times and never came to an end.", ending);
                else
                    await RunAloneAsync(work, handler, ending);
            }
            else if (await queue.BuryAsync(work, "Nothing here does this kind of work.", CancellationToken.None))
            {
                Log.UnknownKind(logger, work.Item.Kind, work.Id);
            }
        }
        catch (Exception failure)
        {
            // The lease lapses and the item is handed out again, which it must stand.
            Log.NotSettled(logger, failure, work.Item.Kind, work.Id);
        }
    }

    /// <summary>Makes an item that was not begun, or not ended, visible to everybody again.</summary>
    public async Task GiveBackAsync(LeasedWork work)
    {
        try
        {
            await PostponeAsync(work, TimeSpan.Zero);
        }
        catch (Exception failure)
        {
            Log.NotSettled(logger, failure, work.Item.Kind, work.Id);
        }
    }

    /// <summary>One kind of work about one lead is never under way twice in this process, whatever its leases say.</summary>
    private async Task RunAloneAsync(LeasedWork work, IWorkHandler handler, CancellationToken ending)
    {
        var about = (work.Item.Kind, work.Item.Subject);
        if (!underWay.TryAdd(about, 0))
        {
            await PostponeAsync(work with { Attempts = work.Attempts - 1 }, UntilFree);
            return;
        }

        try
        {
            await RunAsync(work, handler, ending);
        }
        finally
        {
            underWay.TryRemove(about, out _);
        }
    }

    private async Task RunAsync(LeasedWork work, IWorkHandler handler, CancellationToken ending)
    {
        using var span = LeadTrace
            .Begin(SpanNames.DoWork, work.Item.Subject)
            ?.SetTag(LeadTrace.KindTag, work.Item.Kind)
            .SetTag(LeadTrace.AttemptTag, work.Attempts);
        await using var lease = new WorkLease(work, queue, options.Lease, time, logger);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, ending);
        WorkResult result;
        try
        {
            result = await handler.DoAsync(work.Item, work.Attempts, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            await lease.EndAsync();
            if (!lease.Lost.IsCancellationRequested)
                await GiveBackAsync(lease.Work);
            return;
        }
        catch (Exception failure)
        {
            Log.Failed(logger, work.Item.Kind, work.Id, work.Attempts, Name(failure), failure.StackTrace);
            result = new WorkResult.Later(Name(failure));
        }

        await lease.EndAsync();
        await SettleAsync(lease.Work, handler, result, ending);
    }

    private async Task SettleAsync(LeasedWork work, IWorkHandler handler, WorkResult result, CancellationToken ending)
    {
        var ours = result switch
        {
            WorkResult.Done => await CompleteAsync(work),
            WorkResult.GiveUp(var reason) => await BuryAsync(work, handler, reason, ending),
            WorkResult.Later(var reason, _) when work.Attempts >= options.MaximumAttempts => await BuryAsync(
                work,
                handler,
                $"{reason}; given up after {work.Attempts} attempts",
                ending
            ),
            WorkResult.Later(_, var delay) => await PostponeAsync(work, delay ?? options.DelayAfter(work.Attempts, random)),
            WorkResult.Wait(_, var delay) => await PostponeAsync(
                work with
                {
                    Attempts = work.Attempts - 1,
                },
                delay ?? options.DelayAfter(work.Attempts, random)
            ),
            _ => throw new InvalidOperationException($"Unknown result {result}."),
        };
        if (!ours)
            Log.NoLongerOurs(logger, work.Item.Kind, work.Id);
    }

    private async Task<bool> CompleteAsync(LeasedWork work)
    {
        using var span = LeadTrace.Begin(SpanNames.CompleteWork, work.Item.Subject);
        return await queue.CompleteAsync(work, CancellationToken.None);
    }

    private async Task<bool> PostponeAsync(LeasedWork work, TimeSpan delay)
    {
        using var span = LeadTrace.Begin(SpanNames.PostponeWork, work.Item.Subject);
        return await queue.PostponeAsync(work, delay > TimeSpan.Zero ? delay : TimeSpan.Zero, CancellationToken.None);
    }

    private async Task<bool> BuryAsync(LeasedWork work, IWorkHandler handler, string reason, CancellationToken ending)
    {
        using var span = LeadTrace.Begin(SpanNames.BuryWork, work.Item.Subject);
        if (!await queue.BuryAsync(work, reason, CancellationToken.None))
            return false;

        Log.Buried(logger, work.Item.Kind, work.Id, reason);
        try
        {
            await handler.OnBuriedAsync(work.Item, reason, ending);
        }
        catch (Exception failure)
        {
            Log.NotTold(logger, work.Item.Kind, work.Id, Name(failure), failure.StackTrace);
        }

        return true;
    }

    /// <summary>Types only: a message may quote what somebody wrote.</summary>
    private static string Name(Exception failure) =>
        failure.InnerException is { } inner ? $"{failure.GetType().Name} ({inner.GetType().Name})" : failure.GetType().Name;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Kind} {WorkId} failed at attempt {Attempt}: {Failure}\n{Trace}")]
        public static partial void Failed(ILogger logger, string kind, string workId, int attempt, string failure, string? trace);

        [LoggerMessage(2, LogLevel.Error, "{Kind} {WorkId} is buried: {Reason}")]
        public static partial void Buried(ILogger logger, string kind, string workId, string reason);

        [LoggerMessage(3, LogLevel.Error, "{Kind} {WorkId} is buried: nothing here does this kind of work.")]
        public static partial void UnknownKind(ILogger logger, string kind, string workId);

        [LoggerMessage(4, LogLevel.Warning, "{Kind} {WorkId} was handed to somebody else before it ended here.")]
        public static partial void NoLongerOurs(ILogger logger, string kind, string workId);

        [LoggerMessage(5, LogLevel.Error, "What became of {Kind} {WorkId} could not be stored; it will be handed out again.")]
        public static partial void NotSettled(ILogger logger, Exception exception, string kind, string workId);

        [LoggerMessage(6, LogLevel.Error, "Nobody was told that {Kind} {WorkId} is buried: {Failure}\n{Trace}")]
        public static partial void NotTold(ILogger logger, string kind, string workId, string failure, string? trace);
    }
}
