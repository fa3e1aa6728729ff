using Microsoft.Bot.Builder;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.Forgetting.Traces;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Managers;

/// <summary>
/// <c>forget …</c>: shows a manager what is known about somebody, and erases it when the same manager says yes to that. Typing it by
/// accident, or a second time, erases nothing.
/// </summary>
internal sealed class Forget(
    ForgetRequests requests,
    ForgetLedger ledger,
    ForgetQuestions questions,
    LeadWork work,
    StopWarning stop,
    ChatReply reply
) : IChatCommand
{
    private const string Yes = "yes";

    public static ChatCommand Line { get; } =
        new ChatCommand(
            typeof(Forget),
            "forget",
            "what I know about somebody; then, if you say so, everything is erased and they are not contacted again"
        )
        {
            Example = "jane@acme.com",
            ForManagers = true,
            Refused = $"Only a manager can have somebody forgotten. Nothing was looked up, and nothing erased.",
            RefusedAs = RefusalKind.Forget,
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        try
        {
            if (ProspectLine.Read(argument) is not { People: [var person], Unusable.Count: 0 })
            {
                await reply.SayAsync(turn, await UsageAsync(cancellationToken), cancellationToken);
                return;
            }

            await AnswerAsync(turn, rep, person.Email, SaysYes(argument), cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            await reply.SayAsync(
                turn,
                $"I cannot read or store anything at the moment, so nothing was erased. Please try again in a minute.",
                cancellationToken
            );
        }
    }

    private async Task AnswerAsync(ITurnContext turn, Rep rep, string email, bool saysYes, CancellationToken cancellationToken)
    {
        var traces = await requests.FindAsync(email, cancellationToken);
        if (traces is { Known: 0 } or { Unfinished: not null })
        {
            await reply.SayAsync(turn, Standing(email, traces), cancellationToken);
            return;
        }

        if (saysYes && await questions.TakeAsync(rep.Id, traces.Person, cancellationToken))
        {
            var item = await requests.BeginAsync(traces, rep.Id, rep.Name, cancellationToken);
            await reply.SayAsync(
                turn,
                $"`{email}` is being forgotten. I tell you when nothing is left, and what could not be erased.",
                cancellationToken
            );
            await stop.SayAsync(turn, rep, cancellationToken);
            await work.GoOnAsync(item, cancellationToken);
            return;
        }

        await questions.NoteAsync(rep.Id, traces.Person, cancellationToken);
        await reply.SayAsync(
            turn,
            $"""
            About `{email}` I know, and would erase:

            {Listed(traces.Erased)}

            What stays:

            {Listed(traces.Stays)}

            {(
                saysYes ? "You have not been shown this lately, so nothing is erased yet." : "It cannot be undone."
            )} To erase it, type `forget {email} yes` within {ForgetQuestions.ValidFor.TotalMinutes:0} minutes.
            """,
            cancellationToken
        );
    }

    private static ChatText Standing(string email, PersonTraces traces) =>
        traces switch
        {
            { Unfinished: { } unfinished } => $"{unfinished.Sentence}",
            { Before: { } before } =>
                $"`{email}` was forgotten on {before.Day} by {before.ByName}. Nothing else is known, and they are not contacted any more.",
            _ => $"Nothing is known about `{email}`, so there is nothing to erase.",
        };

    private async Task<ChatText> UsageAsync(CancellationToken cancellationToken)
    {
        ChatText usage =
            $"Who should be forgotten? Type `{Line.Usage}`, one address at a time. I show what I know before anything is erased.";
        var unfinished = await ledger.AllAsync(cancellationToken);
        return unfinished.Count == 0 ? usage : $"{usage}\n\n{Listed(unfinished.Select(request => request.Sentence))}";
    }

    private static bool SaysYes(string argument) =>
        argument.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [_, .., var last]
        && last.Trim('.', '!', '`', '"').Equals(Yes, StringComparison.OrdinalIgnoreCase);

    private static ChatText Listed(IEnumerable<string> lines) => ChatText.List(lines.Select(line => (ChatText)$"{line}"));
}
