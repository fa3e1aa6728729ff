using Microsoft.Bot.Builder;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary><c>show …</c>: posts one more copy of a card, where it was asked for.</summary>
internal sealed class Show(
    LeadsOfPerson found,
    LeadRecords leads,
    ForgottenPeople forgotten,
    ReviewCases cases,
    StopWarning stops,
    TeamsReviewDesk desk,
    ChatReply reply
) : IChatCommand
{
    private const int MostCopies = 4;

    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(Show), "show", "the card of the newest draft to somebody, here")
        {
            Example = "jane@acme.com",
            Menu = "Show the newest draft to somebody, here",
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        if (await found.NewestAsync(turn, rep, Line, argument, cancellationToken) is not { } asked)
            return;

        foreach (var (email, states) in asked.People)
            await ShowAsync(turn, rep, email, states[0], cancellationToken);
        if (asked.Missing.Count > 0)
            await reply.SayAsync(turn, ChatText.Sentences(asked.Missing), cancellationToken);
    }

    private async Task ShowAsync(ITurnContext turn, Rep rep, string email, LeadState state, CancellationToken cancellationToken)
    {
        if (state.Review is null)
        {
            ChatText why =
                await stops.FindAsync(cancellationToken) is null && state.Run.EndedAt is null ? (ChatText)$" It is being worked on." : $"";
            await reply.SayAsync(turn, $"There is no draft to `{email}` to show yet.{why}", cancellationToken);
            return;
        }

        CardReference? card = null;
        try
        {
            card = await desk.PostHereAsync(TeamsPlace.Of(turn), cases.Of(state), cancellationToken);

            // The card posted for the rep stays known for ever, and of the copies the newest.
            await leads.ChangeAsync(
                state,
                now => new LeadChange
                {
                    Review = now.Review! with
                    {
                        Cards = [.. now.Review.Cards.Take(1), .. now.Review.Cards.Skip(1).TakeLast(MostCopies - 1), card],
                        // The only card is that of whoever asked for it: a manager's copy does not stand in for the rep's own.
                        CardsFor = now.Review.Cards.Count == 0 ? rep.Id : now.Review.CardsFor,
                    },
                },
                cancellationToken
            );
        }
        catch (LeadGoneException) when (card is not null)
        {
            // Whoever forgot it did not know of this copy.
            if (await forgotten.FindAsync(new PersonKey(state.Lead.Person), cancellationToken) is { } person)
                await desk.WithdrawAsync(card, person, cancellationToken);
        }
        catch (ConnectorFailureException)
        {
            await reply.SayAsync(turn, $"The card could not be posted here. Please try again.", cancellationToken);
        }
    }
}
