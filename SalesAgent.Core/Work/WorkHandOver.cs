using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace SalesAgent.Core.Work;

/// <summary>
/// Where whoever put work on the queue lets it go on at once, without a round over the queue. Memory only: what does not fit is for the
/// queue, and what dies with the process becomes visible there when its lease lapses. Urgent work comes first.
/// </summary>
public sealed class WorkHandOver
{
    /// <summary>Of each, the urgent and the others.</summary>
    private const int Capacity = 256;

    private readonly Lock gate = new();
    private readonly List<LeasedWork> urgent = [];
    private readonly List<LeasedWork> others = [];

    // As many as there are places: beyond that there is one for each piece of work already.
    private readonly Channel<bool> arrivals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(2 * Capacity) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int urgentPlaces;
    private int otherPlaces;
    private bool isClosed;
    private bool isBehind;

    public WorkHandOver() => Reader = new MostUrgentFirst(this);

    public ChannelReader<LeasedWork> Reader { get; }

    /// <summary>
    /// Older work of this process waits on the queue: what is not urgent gets in line there instead of passing it here. Becomes true by
    /// itself when there is no room; whoever looks at the queue says when it is over.
    /// </summary>
    public bool IsBehind
    {
        get => Volatile.Read(ref isBehind);
        set => Volatile.Write(ref isBehind, value);
    }

    /// <summary>Arrivals that nobody has read yet.</summary>
    internal int Arrivals => arrivals.Reader.Count;

    public bool HasUrgent
    {
        get
        {
            lock (gate)
                return urgent.Count > 0;
        }
    }

    /// <summary>Ends when work becomes visible on the queue that this process knows of. Take it before looking at the queue.</summary>
    public Task Woken => Volatile.Read(ref woken).Task;

    /// <summary>Something has just become visible on the queue.</summary>
    public void Wake() =>
        Interlocked.Exchange(ref woken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>A place for work whose state is not committed yet; null when there is none. Dispose it, filled or not.</summary>
    public Place? TryReserve(bool isUrgent)
    {
        lock (gate)
            return TryTakePlace(isUrgent) ? new Place(this, isUrgent) : null;
    }

    /// <summary>Call it when the state the work needs is committed. False when there is no room: give it back to the queue then.</summary>
    public bool GoOn(LeasedWork work)
    {
        lock (gate)
        {
            if (!TryTakePlace(work.Item.IsUrgent))
                return false;
            Add(work);
            return true;
        }
    }

    /// <summary>From now on nothing goes on here.</summary>
    public void Close()
    {
        lock (gate)
            isClosed = true;
        arrivals.Writer.TryComplete();
    }

    /// <summary>
    /// Takes out what has used up so much of its lease that somebody else may be sooner; what is no longer ours is dropped.
    /// </summary>
    internal List<LeasedWork> TakeOverdue(TimeProvider time, TimeSpan leaseLeft)
    {
        lock (gate)
        {
            var ours = urgent.Concat(others).Where(work => IsOverdue(work) && work.Left(time) > TimeSpan.Zero).ToList();
            urgentPlaces -= urgent.RemoveAll(IsOverdue);
            otherPlaces -= others.RemoveAll(IsOverdue);
            return ours;
        }

        bool IsOverdue(LeasedWork work) => work.Left(time) <= leaseLeft;
    }

    private bool TryTakePlace(bool isUrgent)
    {
        if (isClosed)
            return false;
        if (isUrgent)
        {
            if (urgentPlaces >= Capacity)
                return false;
            urgentPlaces++;
            return true;
        }

        if (IsBehind || otherPlaces >= Capacity)
        {
            IsBehind = true;
            return false;
        }

        otherPlaces++;
        return true;
    }

    private void Add(LeasedWork work)
    {
        (work.Item.IsUrgent ? urgent : others).Add(work);
        arrivals.Writer.TryWrite(true);
    }

    private void GiveBack(bool isUrgent)
    {
        if (isUrgent)
            urgentPlaces--;
        else
            otherPlaces--;
    }

    private bool TryTake([MaybeNullWhen(false)] out LeasedWork work)
    {
        lock (gate)
        {
            var from = urgent.Count > 0 ? urgent : others;
            work = from.Count > 0 ? from[0] : null;
            if (work is null)
                return false;
            from.RemoveAt(0);
            GiveBack(work.Item.IsUrgent);
            return true;
        }
    }

    /// <summary>
    /// Kept for one piece of work until its state is committed, so that it is known beforehand whether it can go on here.
    /// </summary>
    public sealed class Place(WorkHandOver handOver, bool isUrgent) : IDisposable
    {
        private bool isOver;

        /// <summary>False when nothing goes on here any more.</summary>
        public bool Fill(LeasedWork work)
        {
            lock (handOver.gate)
            {
                if (isOver || handOver.isClosed)
                    return false;
                isOver = true;
                handOver.Add(work);
                return true;
            }
        }

        public void Dispose()
        {
            lock (handOver.gate)
            {
                if (!isOver)
                    handOver.GiveBack(isUrgent);
                isOver = true;
            }
        }
    }

    /// <summary>There is one arrival for each piece of work; of those that were taken out another way, some are too many.</summary>
    private sealed class MostUrgentFirst(WorkHandOver handOver) : ChannelReader<LeasedWork>
    {
        public override Task Completion => handOver.arrivals.Reader.Completion;

        public override bool TryRead([MaybeNullWhen(false)] out LeasedWork item)
        {
            while (handOver.arrivals.Reader.TryRead(out _))
            {
                if (handOver.TryTake(out item))
                    return true;
            }

            item = null;
            return false;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            handOver.arrivals.Reader.WaitToReadAsync(cancellationToken);
    }
}
