namespace SalesAgent.Core.Work;

/// <summary>Does one kind of work. Must be safe to repeat: an item may be handed out more than once.</summary>
public interface IWorkHandler
{
    /// <summary>The <see cref="WorkItem.Kind"/> it does; unique.</summary>
    string Kind { get; }

    /// <param name="attempt">1 the first time.</param>
    /// <param name="cancellationToken">Cancelled when somebody else may have the item by now, or when the process is about to end.</param>
    /// <exception cref="Exception">Anything thrown postpones the item with a growing delay and buries it after the last
    /// attempt.</exception>
    Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Called once the item has been set aside, so that a person can be told. At most once: a process that dies in this
    /// moment does not call it again, and the list of buried items is what counts.
    /// </summary>
    /// <param name="reason">Holds no personal data.</param>
    Task OnBuriedAsync(WorkItem item, string reason, CancellationToken cancellationToken) => Task.CompletedTask;
}
