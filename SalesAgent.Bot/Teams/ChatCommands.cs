using Microsoft.Bot.Builder;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.People;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary>What can be typed to the bot. Never silent: what is not understood gets the list.</summary>
internal sealed class ChatCommands(
    RepDirectory reps, ChatReply reply, Installations installations, ProspectChat prospects, ReviewChat reviews, GoogleChat google, StopChat stop, ForgetChat forget,
    StatusChat status, RefusalTrail refusals)
{
    /// <summary>More than twenty people with their names take, and what a client puts around them.</summary>
    internal const int LongestMessage = 16_000;

    /// <summary>The one list. The longest match comes first where one is the beginning of another.</summary>
    public static IReadOnlyList<ChatCommand> All { get; } =
    [
        new("prospect", "prospect jane@acme.com", "a draft to somebody; a name may stand before the address, several addresses are several drafts"),
        new("pending", "pending", "your drafts that wait for a decision"),
        new("show", "show jane@acme.com", "the card of the newest draft to somebody, here"),
        new("history", "history jane@acme.com", "what happened with somebody"),
        new("use this channel", "use this channel", "your cards come to this channel from now on"),
        new("connect google", "connect google", "lets me write drafts into your Gmail and look for free times in your calendar"),
        new("disconnect google", "disconnect google", "ends that"),
        new("status", "status", "whether everything works"),
        new("whoami", "whoami", "who you are to me"),
        new("help", "help", "this list"),
        new("stop everything", "stop everything", "no new drafts, no writes to the outside and no decisions, until `resume`", ForManagers: true),
        new("resume", "resume", "lets everything go on again", ForManagers: true),
        new("forget", "forget jane@acme.com", "what I know about somebody; then, if you say so, everything is erased and they are not contacted again", ForManagers: true),
    ];

    public async Task OnMessageAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Activity.Text is { Length: > LongestMessage } tooLong)
        {
            await reply.SayAsync(turn, $"That message is too long for me: it has {tooLong.Length} characters, and I read up to {LongestMessage}. Nothing was started.", cancellationToken);
            return;
        }

        var text = MentionText.WithoutRecipient(turn.Activity);
        if (reps.Find(turn.Activity.From?.AadObjectId) is not { } rep)
        {
            await refusals.OfPersonAsync(RefusalKind.Command, RefusalReason.UnknownPerson, turn.Activity.From?.AadObjectId);
            ChatText id = turn.Activity.From?.AadObjectId is { } known ? (ChatText)$" Your id is `{known}`." : $"";
            await reply.SayAsync(turn, $"You are not in the rep directory of SalesAgent, so there is nothing I can do for you. Ask whoever runs it to add you.{id}", cancellationToken);
            return;
        }

        var (command, argument) = Match(text);
        if (command is not { ForManagers: true }) await stop.WarnAsync(turn, cancellationToken);
        switch (command?.Name)
        {
            case "stop everything":
                await stop.StopAsync(turn, rep, cancellationToken);
                break;
            case "resume":
                await stop.ResumeAsync(turn, rep, cancellationToken);
                break;
            case "forget":
                await forget.AnswerAsync(turn, rep, argument, cancellationToken);
                break;
            case "prospect":
                await prospects.StartAsync(turn, rep, argument, cancellationToken);
                break;
            case "pending":
                await reviews.PendingAsync(turn, rep, cancellationToken);
                break;
            case "show":
                await reviews.ShowAsync(turn, rep, argument, cancellationToken);
                break;
            case "history":
                await reviews.HistoryAsync(turn, rep, argument, cancellationToken);
                break;
            case "use this channel":
                await UseThisAsync(turn, rep, cancellationToken);
                break;
            case "connect google":
                await google.ConnectAsync(turn, rep, cancellationToken);
                break;
            case "disconnect google":
                await google.DisconnectAsync(turn, rep, cancellationToken);
                break;
            case "status":
                await status.SayAsync(turn, cancellationToken);
                break;
            case "whoami":
                await reply.SayAsync(turn, $"You are {rep.Name}, {(rep.Role is RepRole.Manager ? "a manager" : "a rep")}. Drafts are put into the mailbox `{rep.Email}`; times are shown for {rep.TimeZone.Id}. {await google.StandingAsync(rep, cancellationToken)}", cancellationToken);
                break;
            case "help":
                await reply.SayAsync(turn, Help(rep), cancellationToken);
                break;
            default:
                await reply.SayAsync(turn, $"I did not understand that. {Help(rep)}", cancellationToken);
                break;
        }
    }

    internal static (ChatCommand? Command, string Argument) Match(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimStart('/');
        foreach (var command in All)
        {
            if (!words.StartsWith(command.Name, StringComparison.OrdinalIgnoreCase)) continue;

            var rest = words[command.Name.Length..];
            if (rest.Length > 0 && (char.IsLetterOrDigit(rest[0]) || rest[0] is '@' or '_')) continue;
            if (command.TakesAnAddress) return (command, rest.Trim());
            if (rest.Trim(' ', '.', '!', '?').Length == 0) return (command, "");
        }

        return (null, words);
    }

    private async Task UseThisAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken)
    {
        if (turn.Activity.Conversation?.ConversationType is not "channel")
        {
            await reply.SayAsync(turn, $"Write this to me in the channel you mean, and mention me there. Without a channel, cards come to you here in our chat.", cancellationToken);
            return;
        }

        await installations.ChooseAsync(turn, rep, cancellationToken);
        await reply.SayAsync(turn, $"Cards for {rep.Name} come here from now on.", cancellationToken);
    }

    /// <summary>What there is for somebody.</summary>
    internal static IEnumerable<ChatCommand> For(Rep rep) => All.Where(command => !command.ForManagers || rep.Role is RepRole.Manager);

    private static ChatText Help(Rep rep) =>
        $"You can type:\n\n{ChatText.List(For(rep).Select(command => (ChatText)$"`{command.Usage}`: {command.Description}"))}";
}
