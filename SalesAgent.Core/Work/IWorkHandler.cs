namespace SalesAgent.Core.Work;

/// <summary>Does one kind of work. Must be safe to repeat: an item may be handed out more than once.</summary>
public interface IWorkHandler
{
    /// <summary>The <see cref="WorkItem.Kind"/> it does; unique.</summary>
    string Kind { get; }

    /// <exception cref="Exception">Anything thrown postpones the item with a growing delay and buries it after the last attempt.</exception>
    Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken);
}
