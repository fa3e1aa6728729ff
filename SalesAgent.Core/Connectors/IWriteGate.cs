namespace SalesAgent.Core.Connectors;

/// <summary>Whether anything may be written at Gmail, Calendar or HubSpot. Asked before each write; reads are not asked about.</summary>
public interface IWriteGate
{
    /// <summary>True: the write does not leave, and fails as <see cref="FailureKind.Unavailable"/> with the code <c>stopped</c>.</summary>
    ValueTask<bool> IsShutAsync(CancellationToken cancellationToken);
}
