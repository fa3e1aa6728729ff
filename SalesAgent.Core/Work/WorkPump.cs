using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Work;

/// <summary>
/// Takes work from the queue and from <see cref="WorkHandOver"/>, as much as there is room for, and has it done. Knows no business.
/// </summary>
internal sealed partial class WorkPump : BackgroundService
{
    /// <summary>How long work that was cancelled at the end gets to notice.</summary>
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(2);

    /// <summary>What goes on while many callers wait: enough that no burst, however long, stops the work.</summary>
    private const int FewInFlight = 4;

    private static readonly TimeSpan StepBack = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>No back end hands out more at once for certain: whoever gets fewer has seen all that was visible.</summary>
    private const int CertainPage = 32;

    private readonly IWorkQueue queue;
    private readonly WorkHandOver handOver;
    private readonly LoadShedding callers;
    private readonly IWorkBrake[] brakes;
    private readonly WorkAttempt attempt;
    private readonly WorkOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<WorkPump> logger;
    private readonly SemaphoreSlim room;
    private readonly ConcurrentDictionary<Task, byte> running = [];

    /// <exception cref="InvalidOperationException">Two handlers do the same kind of work.</exception>
    public WorkPump(
        IWorkQueue queue,
        WorkHandOver handOver,
        LoadShedding callers,
        IEnumerable<IWorkBrake> brakes,
        IEnumerable<IWorkHandler> handlers,
        IOptions<WorkOptions> options,
        TimeProvider time,
        Random random,
        ILogger<WorkPump> logger
    )
    {
        this.queue = queue;
        this.handOver = handOver;
        this.callers = callers;
        this.brakes = [.. brakes];
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        attempt = new WorkAttempt(queue, handlers, this.options, time, random, logger);
        room = new SemaphoreSlim(this.options.MaximumInFlight);
    }

    /// <summary>How many items are worked on in this moment.</summary>
    public int InFlight => running.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = new CancellationTokenSource();
        await Task.WhenAll(
            UntilStopped(() => GoOnWithHandedOverAsync(ending.Token, stoppingToken)),
            UntilStopped(() => GoOnWithQueuedAsync(ending.Token, stoppingToken)),
            UntilStopped(() => LetOthersHaveOverdueAsync(stoppingToken))
        );
        await DrainAsync(ending);
    }

    private async Task GoOnWithHandedOverAsync(CancellationToken ending, CancellationToken stopping)
    {
        while (await handOver.Reader.WaitToReadAsync(stopping))
        {
            if (await IsBrakedAsync(stopping))
            {
                // What stays here too long meanwhile goes back to the queue.
                await Task.Delay(LongestPause, time, stopping);
                continue;
            }

            await LetCallersPassAsync(stopping);
            await room.WaitAsync(stopping);
            if (handOver.Reader.TryRead(out var work) && work.Left(time) > TimeSpan.Zero)
                Start(work, ending);
            else
                room.Release();
        }
    }

    private async Task GoOnWithQueuedAsync(CancellationToken ending, CancellationToken stopping)
    {
        var pause = ShortestPause;
        while (true)
        {
            if (await IsBrakedAsync(stopping))
            {
                await Task.Delay(LongestPause, time, stopping);
                continue;
            }

            await LetCallersPassAsync(stopping);
            await room.WaitAsync(stopping);
            var places = 1;
            while (places < (callers.AreMany ? FewInFlight : options.MaximumInFlight) && room.Wait(0, stopping))
                places++;

            var woken = handOver.Woken;
            var received = await ReceiveAsync(places);
            if (received.Count < Math.Min(places, CertainPage))
                handOver.IsBehind = false;
            foreach (var work in received)
                Start(work, ending);
            if (received.Count < places)
                room.Release(places - received.Count);

            if (received.Count > 0)
            {
                pause = ShortestPause;
                continue;
            }

            await PauseAsync(pause, woken, stopping);
            pause =
                woken.IsCompleted ? ShortestPause
                : pause * 2 < LongestPause ? pause * 2
                : LongestPause;
        }
    }

    private async Task PauseAsync(TimeSpan pause, Task woken, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(woken, Task.Delay(pause, time, over.Token));
        await over.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// What could not be begun here while a third of its lease went by may be begun elsewhere at once, also by a process that is not
    /// braked. It goes back before its lease lapses, so that waiting costs it no attempt.
    /// </summary>
    private async Task LetOthersHaveOverdueAsync(CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(LongestPause, time, stopping);
            await GiveBackAsync(handOver.TakeOverdue(time, options.Lease * 2 / 3));
        }
    }

    private async Task GiveBackAsync(List<LeasedWork> work)
    {
        if (work.Count == 0)
            return;
        try
        {
            handOver.IsBehind = true;
            await queue.GiveBackAsync(work, CancellationToken.None);
            handOver.Wake();
        }
        catch (Exception failure)
        {
            // It becomes visible by itself once its leases lapse.
            Log.NotReleased(logger, failure, work.Count);
        }
    }

    /// <summary>
    /// An answer takes a fraction of what a piece of work takes, and whoever waits for it gives up within seconds. Behind urgent work
    /// somebody waits, too.
    /// </summary>
    private async ValueTask LetCallersPassAsync(CancellationToken stopping)
    {
        while (callers.AreMany && InFlight >= FewInFlight && !handOver.HasUrgent)
            await Task.Delay(StepBack, time, stopping);
    }

    private async ValueTask<bool> IsBrakedAsync(CancellationToken stopping)
    {
        foreach (var brake in brakes)
        {
            if (await brake.IsOnAsync(stopping))
                return true;
        }

        return false;
    }

    private async Task<IReadOnlyList<LeasedWork>> ReceiveAsync(int places)
    {
        try
        {
            // Not cancelled on stop: items whose lease nobody heard of would lie idle until it lapses.
            var began = time.GetUtcNow();
            var received = await queue.ReceiveAsync(places, options.Lease, CancellationToken.None);
            LeadTrace.Took(received.Count, began);
            return received;
        }
        catch (Exception failure)
        {
            Log.NotReceived(logger, failure);
            return [];
        }
    }

    /// <summary>Takes one place of <see cref="room"/> over.</summary>
    private void Start(LeasedWork work, CancellationToken ending)
    {
        var task = Task.Run(() => attempt.RunAsync(work, ending), CancellationToken.None);
        running.TryAdd(task, 0);
        _ = task.ContinueWith(
            ended =>
            {
                running.TryRemove(ended, out _);
                room.Release();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private async Task DrainAsync(CancellationTokenSource ending)
    {
        handOver.Close();
        var notBegun = new List<LeasedWork>();
        while (handOver.Reader.TryRead(out var work))
            notBegun.Add(work);
        await GiveBackAsync(notBegun);

        var rest = Task.WhenAll(running.Keys);
        if (await EndedWithinAsync(rest, TimeSpan.FromSeconds(options.DrainSeconds)))
            return;

        Log.CutShort(logger, InFlight);
        await ending.CancelAsync();

        // What does not listen keeps its lease: given back, it would run twice at the same time.
        if (!await EndedWithinAsync(rest, LastGrace))
            Log.LeftBehind(logger, InFlight);
    }

    private async Task<bool> EndedWithinAsync(Task rest, TimeSpan limit)
    {
        try
        {
            await rest.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task UntilStopped(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (OperationCanceledException) { }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "No work could be taken from the queue.")]
        public static partial void NotReceived(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "{Count} items are cut short: the process is to stop.")]
        public static partial void CutShort(ILogger logger, int count);

        [LoggerMessage(3, LogLevel.Warning, "{Count} items did not stop; another process may take them when their lease lapses.")]
        public static partial void LeftBehind(ILogger logger, int count);

        [LoggerMessage(4, LogLevel.Warning, "{Count} items that were not begun could not be given back to the queue yet.")]
        public static partial void NotReleased(ILogger logger, Exception exception, int count);
    }
}
