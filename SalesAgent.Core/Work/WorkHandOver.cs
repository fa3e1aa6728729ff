using System.Threading.Channels;

namespace SalesAgent.Core.Work;

/// <summary>
/// Where whoever put work on the queue lets it go on at once, without a round over the queue. Memory only: what does
/// not fit, or dies with the process, becomes visible on the queue when its lease lapses.
/// </summary>
public sealed class WorkHandOver
{
    private const int Capacity = 256;

    private readonly Channel<LeasedWork> channel = Channel.CreateBounded<LeasedWork>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public ChannelReader<LeasedWork> Reader => channel.Reader;

    /// <summary>Call it when the state the work needs is committed. False when there is no room: nothing is lost then.</summary>
    public bool GoOn(LeasedWork work) => channel.Writer.TryWrite(work);

    /// <summary>From now on nothing goes on here.</summary>
    public void Close() => channel.Writer.TryComplete();
}
