namespace SalesAgent.Core.Drafting;

/// <summary>Writes subject and text. Recipient, times, links and owner are not its business.</summary>
public interface IMessageWriter
{
    /// <remarks>Throws a connector exception when a model could not be reached and there is nothing to fall back on.</remarks>
    Task<WrittenMessage> WriteAsync(MessageBrief brief, CancellationToken cancellationToken);
}
