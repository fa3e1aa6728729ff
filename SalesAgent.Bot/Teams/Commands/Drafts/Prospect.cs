using Microsoft.Bot.Builder;
using SalesAgent.Core.Intake;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary><c>prospect …</c>: a rep asks for drafts.</summary>
internal sealed class Prospect(LeadIntake intake, ConversationBook book, ChatReply reply, TimeProvider time) : IChatCommand
{
    private const int MostAtOnce = 20;

    public static ChatCommand Line { get; } =
        new ChatCommand(
            typeof(Prospect),
            "prospect",
            "a draft to somebody; a name may stand before the address, several addresses are several drafts"
        )
        {
            Example = "jane@acme.com",
            Menu = "Draft a mail to somebody",
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        var reading = ProspectLine.Read(argument);
        if (reading.People.Count == 0)
        {
            await reply.SayAsync(
                turn,
                reading.Unusable.Count == 0
                    ? (ChatText)$"Who should I write to? Type `prospect jane@acme.com`. You can put a name before the address."
                    : $"{ChatText.Codes(reading.Unusable)} is no address I can write to. Type it like `prospect jane@acme.com`.",
                cancellationToken
            );
            return;
        }

        if (reading.People.Count > MostAtOnce)
        {
            await reply.SayAsync(
                turn,
                $"That is {reading.People.Count} people; {MostAtOnce} at a time, please. Nothing was started.",
                cancellationToken
            );
            return;
        }

        IReadOnlyList<IntakeResult> results;
        try
        {
            results = await intake.AcceptAsync([.. reading.People.Select(person => LeadOf(turn, rep, person))], cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            await reply.SayAsync(
                turn,
                $"I cannot store anything at the moment, so nothing was started. Please try again in a minute.",
                cancellationToken
            );
            return;
        }

        var place = await book.PlaceOfAsync(rep.Id, cancellationToken);
        var lines = reading
            .People.Zip(results, Told)
            .Concat(reading.Unusable.Select(word => (ChatText)$"`{word}`: no address I can write to."))
            .ToList();
        var told = lines is [var only] ? only : ChatText.List(lines);
        if (
            results.Any(result => result is IntakeResult.Accepted)
            && place is { IsChannel: true }
            && TeamsPlace.Bare(turn.Activity.Conversation!.Id) != place.ConversationId
        )
        {
            told = $"{told}\n\nThe card comes to your channel.";
        }

        await reply.SayAsync(turn, told, cancellationToken);
    }

    private IncomingLead LeadOf(ITurnContext turn, Rep rep, ProspectLine.Person person) =>
        new()
        {
            Source = LeadSource.Chat,

            // Teams delivers a message again when we were slow: the same message must not be a second lead.
            EventKey = $"chat:{turn.Activity.Conversation!.Id}:{turn.Activity.Id ?? time.GetUtcNow().ToString("O")}:{person.Email}",
            OccurredAt = time.GetUtcNow(),
            Email = person.Email,
            FirstName = person.FirstName,
            LastName = person.LastName,
            RequestedBy = rep.Id,
        };

    private static ChatText Told(ProspectLine.Person person, IntakeResult result) =>
        result switch
        {
            IntakeResult.Accepted => $"`{person.Email}`: on it. The draft comes as a card, in a few seconds.",
            IntakeResult.AlreadySeen => $"`{person.Email}`: I was asked a moment ago; `show {person.Email}` brings the draft here.",
            IntakeResult.Refused refused => $"`{person.Email}`: {refused.Reason}",
            _ => throw new InvalidOperationException($"{result.GetType().Name} is no result of an intake."),
        };
}
