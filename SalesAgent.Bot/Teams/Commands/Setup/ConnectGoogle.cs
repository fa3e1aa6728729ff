using Microsoft.Bot.Builder;
using SalesAgent.Bot.Cards;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Teams.Commands.Setup;

/// <summary><c>connect google</c>: begins a sign-in, in the rep's own chat wherever it was typed.</summary>
internal sealed class ConnectGoogle(GoogleSignIn google, GoogleChat chats, ChatReply reply, TimeProvider time) : IChatCommand
{
    private const string ToChat = "This is between the two of us";

    public static ChatCommand Line { get; } =
        new ChatCommand(
            typeof(ConnectGoogle),
            "connect google",
            "lets me write drafts into your Gmail and look for free times in your calendar"
        )
        {
            Menu = "Connect your Google account",
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        if (await chats.ChatWithAsync(turn, rep, cancellationToken) is not { } chat)
        {
            await reply.SayAsync(turn, $"{ToChat}: open a chat with me and type `connect google` there.", cancellationToken);
            return;
        }

        switch (await google.BeginAsync(SignInRequest.By(rep, google.Everyday), cancellationToken))
        {
            case SignInBegun.NotOffered(var why):
                await reply.SayAsync(turn, $"{why}", cancellationToken);
                return;
            case SignInBegun.Ready(var link, var expiresAt):
                var scopes = GoogleScopes.Of(google.Everyday).Select(scope => (scope.Name, scope.Reason)).ToArray();
                var card = SignInCard.Render(link, rep.Email, scopes, (int)Math.Ceiling((expiresAt - time.GetUtcNow()).TotalMinutes));
                if (!await chats.SendAsync(chat, Said.Card(card, SignInCard.Summary), cancellationToken))
                    await reply.SayAsync(turn, $"The card could not be posted. Please try again.", cancellationToken);
                else if (!GoogleChat.IsOurChat(turn))
                    await reply.SayAsync(turn, $"{ToChat}: I wrote to you there.", cancellationToken);
                return;
        }
    }
}
