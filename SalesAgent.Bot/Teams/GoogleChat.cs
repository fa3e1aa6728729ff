using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary><c>connect google</c>, <c>disconnect google</c>, and what becomes of a sign-in. All of it in the rep's own chat.</summary>
internal sealed partial class GoogleChat(
    GoogleSignIn google, ConversationBook book, TeamsPosts posts, RepDirectory reps, ChatReply reply, TimeProvider time, ILogger<GoogleChat> logger) : IReconnectNotice
{
    private const string ToChat = "This is between the two of us";

    public async Task ConnectAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken)
    {
        if (await ChatWithAsync(turn, rep, cancellationToken) is not { } chat)
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
                if (!await SendAsync(chat, Said.Card(card, SignInCard.Summary), cancellationToken))
                    await reply.SayAsync(turn, $"The card could not be posted. Please try again.", cancellationToken);
                else if (!IsOurChat(turn))
                    await reply.SayAsync(turn, $"{ToChat}: I wrote to you there.", cancellationToken);
                return;
        }
    }

    public async Task DisconnectAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken)
    {
        if (google.Way is not GoogleWay.SignIn)
        {
            await reply.SayAsync(turn, $"There is no Google account of yours to disconnect: whoever runs SalesAgent opened the mailboxes.", cancellationToken);
            return;
        }

        try
        {
            await reply.SayAsync(turn, await google.DisconnectAsync(rep.Email, rep.Id, cancellationToken) switch
            {
                DisconnectOutcome.WasNotConnected => $"Your Google account is not connected.",
                DisconnectOutcome.RevokedAndForgotten => $"Your Google account is disconnected: Google ended the access, and I forgot it. Leads of yours wait until you type `connect google`.",
                _ => $"Your Google account is disconnected: the access had ended already, and I forgot it.",
            }, cancellationToken);
        }
        catch (ConnectorException)
        {
            await reply.SayAsync(turn, $"Google did not answer, so your account is still connected. Please try again in a moment.", cancellationToken);
        }
    }

    /// <summary>How the rep's account stands, as a sentence.</summary>
    public async Task<ChatText> StandingAsync(Rep rep, CancellationToken cancellationToken) => await google.ReadAsync(rep.Email, cancellationToken) switch
    {
        GoogleAccount.Connected => $"Your Google account is connected.",
        GoogleAccount.ReconnectNeeded(_, var why) => WhatToDo(why),
        GoogleAccount.NotConnected when google.Way is GoogleWay.SignIn => $"Your Google account is not connected: type `connect google`.",
        GoogleAccount.NotConnected => $"Google is not set up.",
        _ => $"Google is set up for everybody.",
    };

    /// <summary>The browser came back from Google; the person is told in the chat they asked from, too.</summary>
    public async Task OnSignedInAsync(SignInOutcome outcome, CancellationToken cancellationToken)
    {
        var (askedBy, text) = outcome switch
        {
            SignInOutcome.Connected connected => (connected.AskedBy, (ChatText)$"Your Google account is connected. Drafts can be written now; on a card that could not be finished, press **Try again**."),
            // Which account somebody picked by mistake is for their browser alone.
            SignInOutcome.Refused refused => (refused.AskedBy, (ChatText)$"Your Google account was not connected. {(refused with { SignedInAs = null }).Text}"),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
        };
        if (reps.Find(askedBy) is { } rep && await book.PersonalOfAsync(rep.Id, cancellationToken) is { } chat)
            await SendAsync(chat, Said.Text(text.Markdown), cancellationToken);
    }

    public async Task<bool> TellAsync(Rep rep, ReconnectReason why, CancellationToken cancellationToken) =>
        await book.PersonalOfAsync(rep.Id, cancellationToken) is { } chat && await SendAsync(chat, Said.Text(WhatToDo(why).Markdown), cancellationToken);

    private static ChatText WhatToDo(ReconnectReason why)
    {
        var reason = why switch
        {
            ReconnectReason.SessionEnded => "your organisation asks for a new sign-in from time to time",
            ReconnectReason.ClientChanged => "SalesAgent was set up anew",
            ReconnectReason.Unreadable => "what was stored can no longer be opened",
            _ => "Google ended the access, as it does after a new password or when somebody takes it back",
        };
        return $"Your Google account has to be connected again: {reason}. Type `connect google`.";
    }

    private async Task<TeamsPlace?> ChatWithAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken) =>
        IsOurChat(turn) ? TeamsPlace.Of(turn) : await book.PersonalOfAsync(rep.Id, cancellationToken);

    private static bool IsOurChat(ITurnContext turn) => turn.Activity.Conversation?.ConversationType is "personal";

    private async Task<bool> SendAsync(TeamsPlace chat, Activity activity, CancellationToken cancellationToken)
    {
        try
        {
            await posts.SendAsync(chat.Reference, activity, cancellationToken);
            return true;
        }
        catch (ConnectorFailureException failure)
        {
            Log.NotSent(logger, failure, failure.Kind);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A rep could not be told about the Google account: {Kind}.")]
        public static partial void NotSent(ILogger logger, Exception exception, ConnectorFailure kind);
    }
}
