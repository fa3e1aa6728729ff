using Microsoft.Bot.Builder;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Teams.Commands.Setup;

/// <summary><c>whoami</c>: as whom the bot knows somebody.</summary>
internal sealed class WhoAmI(GoogleChat google, ChatReply reply) : IChatCommand
{
    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(WhoAmI), "whoami", "who you are to me") { Aliases = ["who am i"], Menu = "Who you are to the bot" };

    private static string ZoneOf(Rep rep) => TimesText.ZoneName(rep.TimeZone.Id) is { Length: > 0 } name ? name : "UTC";

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken) =>
        await reply.SayAsync(
            turn,
            $"You are {rep.Name}, {(rep.Role is RepRole.Manager ? "a manager" : "a rep")}. Drafts are put into the mailbox `{rep.Email}`; times are shown in {ZoneOf(rep)}. {await google.StandingAsync(rep, cancellationToken)}",
            cancellationToken
        );
}
