using Microsoft.Bot.Builder;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Teams.Commands.Setup;

/// <summary><c>disconnect google</c>: revokes the access with Google and forgets it.</summary>
internal sealed class DisconnectGoogle(GoogleSignIn google, ChatReply reply) : IChatCommand
{
    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(DisconnectGoogle), "disconnect google", "ends that") { Menu = "End that" };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        if (google.Way is not GoogleWay.SignIn)
        {
            await reply.SayAsync(
                turn,
                $"There is no Google account of yours to disconnect: whoever runs SalesAgent opened the mailboxes.",
                cancellationToken
            );
            return;
        }

        try
        {
            await reply.SayAsync(
                turn,
                await google.DisconnectAsync(rep.Email, rep.Id, cancellationToken) switch
                {
                    DisconnectOutcome.WasNotConnected => $"Your Google account is not connected.",
                    DisconnectOutcome.RevokedAndForgotten =>
                        $"Your Google account is disconnected: Google ended the access, and I forgot it. Leads of yours wait until you type `connect google`.",
                    _ => $"Your Google account is disconnected: the access had ended already, and I forgot it.",
                },
                cancellationToken
            );
        }
        catch (ConnectorException)
        {
            await reply.SayAsync(
                turn,
                $"Google did not answer, so your account is still connected. Please try again in a moment.",
                cancellationToken
            );
        }
    }
}
