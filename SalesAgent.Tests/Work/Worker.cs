using System.Collections.Concurrent;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Work;

/// <summary>A handler that does what the test says and remembers what it was given.</summary>
internal sealed class Worker(Func<WorkItem, int, CancellationToken, Task<WorkResult>> work, string kind = "a") : IWorkHandler
{
    public static readonly WorkResult Done = new WorkResult.Done();

    public Worker()
        : this((_, _, _) => Task.FromResult(Done)) { }

    public string Kind => kind;

    public ConcurrentQueue<(string Subject, int Attempt)> Begun { get; } = [];

    public ConcurrentQueue<(string Subject, string Reason)> Told { get; } = [];

    public Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        Begun.Enqueue((item.Subject, attempt));
        return work(item, attempt, cancellationToken);
    }

    public Task OnBuriedAsync(WorkItem item, string reason, CancellationToken cancellationToken)
    {
        Told.Enqueue((item.Subject, reason));
        return Task.CompletedTask;
    }
}
