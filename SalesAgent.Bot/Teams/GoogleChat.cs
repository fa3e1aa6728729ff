using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary>How a rep's Google account stands, and what becomes of a sign-in. Said in the rep's own chat only.</summary>
internal sealed partial class GoogleChat(
    GoogleSignIn google,
    ConversationBook book,
    TeamsPosts posts,
    RepDirectory reps,
    ILogger<GoogleChat> logger
) : IReconnectNotice
{
    /// <summary>How the rep's account stands, as a sentence.</summary>
    public async Task<ChatText> StandingAsync(Rep rep, CancellationToken cancellationToken) =>
        await google.ReadAsync(rep.Email, cancellationToken) switch
        {
            GoogleAccount.Connected => $"Your Google account is connected.",
            GoogleAccount.ReconnectNeeded(_, var why) => WhatToDo(why),
            GoogleAccount.NotConnected when google.Way is GoogleWay.SignIn =>
                $"Your Google account is not connected: type `connect google`.",
            GoogleAccount.NotConnected => $"Google is not set up.",
            _ => $"Google is set up for everybody.",
        };

    /// <summary>The browser came back from Google; the person is told in the chat they asked from, too.</summary>
    public async Task OnSignedInAsync(SignInOutcome outcome, CancellationToken cancellationToken)
    {
        var (askedBy, text) = outcome switch
        {
            SignInOutcome.Connected connected => (
                connected.AskedBy,
                (ChatText)
                    $"Your Google account is connected. Drafts can be written now; on a card that could not be finished, press **Try again**."
            ),
            // Which account somebody picked by mistake is for their browser alone.
            SignInOutcome.Refused refused => (
                refused.AskedBy,
                (ChatText)$"Your Google account was not connected. {(refused with { SignedInAs = null }).Text}"
            ),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
        };
        if (reps.Find(askedBy) is { } rep && await book.PersonalOfAsync(rep.Id, cancellationToken) is { } chat)
            await SendAsync(chat, Said.Text(text.Markdown), cancellationToken);
    }

    public async Task<bool> TellAsync(Rep rep, ReconnectReason why, CancellationToken cancellationToken) =>
        await book.PersonalOfAsync(rep.Id, cancellationToken) is { } chat
        && await SendAsync(chat, Said.Text(WhatToDo(why).Markdown), cancellationToken);

    private static ChatText WhatToDo(ReconnectReason why)
    {
        var reason = why switch
        {
            ReconnectReason.SessionEnded => "your organisation asks for a new sign-in from time to time",
            ReconnectReason.ClientChanged => "SalesAgent was set up again",
            ReconnectReason.Unreadable => "what was stored can no longer be opened",
            _ => "Google ended the access, as it does after a new password or when somebody takes it back",
        };
        return $"Your Google account has to be connected again: {reason}. Type `connect google`.";
    }

    /// <summary>Null when no chat with the rep is known.</summary>
    public async Task<TeamsPlace?> ChatWithAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken) =>
        IsOurChat(turn) ? TeamsPlace.Of(turn) : await book.PersonalOfAsync(rep.Id, cancellationToken);

    public static bool IsOurChat(ITurnContext turn) => turn.Activity.Conversation?.ConversationType is "personal";

    /// <returns>False when Teams did not take it.</returns>
    public async Task<bool> SendAsync(TeamsPlace chat, Activity activity, CancellationToken cancellationToken)
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
