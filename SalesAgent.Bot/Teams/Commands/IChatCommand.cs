using Microsoft.Bot.Builder;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Teams.Commands;

/// <summary>
/// Answers one thing that can be typed. Each has a static <c>Line</c> that says what that is; it stands in <see cref="ChatCommands.All"/>.
/// Who may is checked before.
/// </summary>
internal interface IChatCommand
{
    /// <param name="argument">What stood behind the name; empty when nothing did.</param>
    Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken);
}
