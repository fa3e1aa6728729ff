using System.Globalization;
using Microsoft.Bot.Builder;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary><c>pending</c>: what waits for a decision of a rep's, and for a manager also that of everybody else.</summary>
internal sealed class Pending(
    LeadRecords leads,
    OpenReviews open,
    RepDirectory reps,
    ConversationBook book,
    ChatReply reply,
    TimeProvider time
) : IChatCommand
{
    private const int MostLines = 20;

    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(Pending), "pending", "your drafts that wait for a decision")
        {
            Menu = "Your drafts that wait for a decision",
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        var lines = new List<ChatText>();
        var nowhere = false;
        foreach (var owner in rep.Role is RepRole.Manager ? reps.All : [rep])
        {
            foreach (var id in await open.OfAsync(owner.Id, cancellationToken))
            {
                if (await leads.FindAsync(id, cancellationToken) is not { IsBeingForgotten: false, Review: null or { IsOpen: true } } state)
                    continue;
                if (!LeadsOfPerson.MaySee(rep, state))
                    continue;

                var owned = owner == rep ? "" : $", of {owner.Name}";
                var hasCard = state.Review is { Cards.Count: > 0 };
                ChatText where = hasCard ? (ChatText)$"" : $" It has no card yet.";
                nowhere |= !hasCard && owner == rep && await book.PlaceOfAsync(rep.Id, cancellationToken) is null;
                lines.Add($"`{state.Run.Dossier.Prospect?.Email}`{owned}, {Age(time.GetUtcNow() - state.Lead.ReceivedAt)}.{where}");
            }
        }

        ChatText told = lines.Count switch
        {
            0 => $"Nothing waits for a decision.",
            <= MostLines => $"Waiting for a decision:\n\n{ChatText.List(lines)}\n\nType `show` and an address to bring a card here.",
            _ => $"{lines.Count} wait for a decision, the first {MostLines}:\n\n{ChatText.List(lines.Take(MostLines))}",
        };
        if (nowhere)
            told = $"{told}\n\nI know no place for your cards yet: {CardPlaces.HowToGetOne(turn)}.";
        await reply.SayAsync(turn, told, cancellationToken);
    }

    private static string Age(TimeSpan age) =>
        age switch
        {
            { TotalMinutes: < 1 } => "just now",
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes} min ago"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h ago"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} days ago"),
        };
}
