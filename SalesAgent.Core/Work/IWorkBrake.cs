namespace SalesAgent.Core.Work;

/// <summary>Whether work may be begun. What was begun goes on.</summary>
public interface IWorkBrake
{
    /// <summary>True: leave the queue alone; items stay where they are.</summary>
    ValueTask<bool> IsOnAsync(CancellationToken cancellationToken);
}
