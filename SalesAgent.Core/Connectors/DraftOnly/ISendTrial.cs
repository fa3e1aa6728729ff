namespace SalesAgent.Core.Connectors.DraftOnly;

/// <summary>Tries to send mail and to invite people.</summary>
public interface ISendTrial
{
    /// <returns>The attempts that got past the rules, such as <c>gmail POST users/me/messages/send</c>; it is good when there are
    /// none.</returns>
    Task<IReadOnlyList<string>> EscapedAsync(CancellationToken cancellationToken);
}
