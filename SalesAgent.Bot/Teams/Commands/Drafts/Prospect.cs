using Microsoft.Bot.Builder;
using SalesAgent.Core.Intake;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary><c>prospect …</c>: a rep asks for drafts.</summary>
internal sealed class Prospect(LeadIntake intake, ConversationBook book, StopWarning stops, ChatReply reply, TimeProvider time)
    : IChatCommand
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
            TellsOfStop = true,
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        var reading = ProspectLine.Read(argument);
        if (reading.People.Count == 0)
        {
            await reply.SayAsync(
                turn,
                (reading.Unusable.Count, reading.Unread.Count) switch
                {
                    (0, 0) => $"Who should I write to? Type `prospect jane@acme.com`. You can put a name before the address.",
                    (0, _) =>
                        $"Who should I write to? There is no address in {ChatText.Codes(reading.Unread)}: type `prospect jane@acme.com`. You can put a name before the address.",
                    _ =>
                        $"{ChatText.Codes([.. reading.Unusable, .. reading.Unread])} is no address I can write to. Type it like `prospect jane@acme.com`.",
                },
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

        var stop = await stops.FindAsync(cancellationToken);
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
            .People.Zip(
                results,
                (person, result) => Told(person, result, comes: stop is null && place is not null, isStopped: stop is not null)
            )
            .Concat(reading.Unusable.Concat(reading.Unread).Select(word => (ChatText)$"`{word}`: no address I can write to."))
            .ToList();
        var told = lines is [var only] ? only : ChatText.List(lines);
        if (results.Any(result => result is IntakeResult.Accepted) && place is null)
        {
            var first = reading.People[results.ToList().FindIndex(result => result is IntakeResult.Accepted)].Email;
            told =
                $"{told}\n\nI know no place for your cards yet: {CardPlaces.HowToGetOne(turn)}. Or type `show {first}` to see the draft here.";
        }
        else if (
            results.Any(result => result is IntakeResult.Accepted)
            && place is { IsChannel: true }
            && stop is null
            && TeamsPlace.Bare(turn.Activity.Conversation!.Id) != place.ConversationId
        )
        {
            told = $"{told}\n\nThe card comes to your channel.";
        }

        if (stop is not null)
            told = $"{told}\n\n{stop.SentenceFor(rep)}";

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

    /// <param name="comes">A card can come, and nothing holds it up.</param>
    private static ChatText Told(ProspectLine.Person person, IntakeResult result, bool comes, bool isStopped)
    {
        ChatText left =
            person.LeftOut is { } words && result is IntakeResult.Accepted
                ? person.FirstName is null && person.LastName is null
                    ? (ChatText)$" I did not take `{words}` for a name."
                    : $" I left out `{words}`."
                : $"";
        return $"{Told(person, result, comes, isStopped, left)}";
    }

    private static ChatText Told(ProspectLine.Person person, IntakeResult result, bool comes, bool isStopped, ChatText left) =>
        result switch
        {
            IntakeResult.Accepted when isStopped => $"`{person.Email}`: kept, and drafted as soon as work goes on.{left}",
            IntakeResult.Accepted when comes => $"`{person.Email}`: on it. The draft comes as a card, in a few seconds.{left}",
            IntakeResult.Accepted => $"`{person.Email}`: on it.{left}",
            IntakeResult.AlreadySeen => $"`{person.Email}`: I was asked a moment ago; `show {person.Email}` brings the draft here.",
            IntakeResult.Refused refused => $"`{person.Email}`: {refused.Reason}",
            _ => throw new InvalidOperationException($"{result.GetType().Name} is no result of an intake."),
        };
}
