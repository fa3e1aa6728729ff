using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Records;
using SalesAgent.Core.Review;

namespace SalesAgent.Tests.Journeys;

/// <summary>Presses on a card as it once was, whatever it shows by now.</summary>
internal static class Clicks
{
    /// <summary>Clicks are answered when their work has ended, however slow the machine is.</summary>
    public static void AnswerWhenDone(IServiceCollection services) => AnswerAfter(services, TimeSpan.FromMinutes(1));

    /// <summary>Clicks are answered after that time, whatever has become of their work.</summary>
    public static void AnswerAfter(IServiceCollection services, TimeSpan patience) =>
        services.AddSingleton(found => new FinishedCase(
            found.GetRequiredService<LeadRecords>(),
            found.GetRequiredService<ReviewCases>(),
            found.GetRequiredService<ShowReview>(),
            found.GetRequiredService<TimeProvider>()
        )
        {
            Patience = patience,
        });

    /// <summary>The activity of a press, to be sent as it is or bent before.</summary>
    /// <param name="seen">The card on the screen; null: as everybody sees it now.</param>
    public static JsonObject Press(
        this SandboxTeamsUser user,
        TeamsPost post,
        string verb,
        JsonObject? seen = null,
        IReadOnlyDictionary<string, string>? inputs = null
    )
    {
        var card = seen ?? post.Card!;
        var action = CardActions.Find(card, "Action.Execute", verb)!;
        return user.At(post).Activities.Execute(post, action, CardActions.Data(card, action, inputs), "manual");
    }

    /// <summary>What the button carries.</summary>
    public static JsonObject DataOf(this JsonObject press) => press["value"]!["action"]!["data"]!.AsObject();

    /// <summary>The card in the answer to a press.</summary>
    public static string ShownIn(SandboxReply reply)
    {
        reply.Status.ShouldBe(200);
        reply.Json!["type"]!.GetValue<string>().ShouldBe("application/vnd.microsoft.card.adaptive");
        return reply.Json["value"]!.ToJsonString();
    }

    /// <summary>The sentence in the answer to a press that is not answered with a card.</summary>
    public static string SaidIn(SandboxReply reply)
    {
        reply.Status.ShouldBe(200);
        reply.Json!["type"]!.GetValue<string>().ShouldBe("application/vnd.microsoft.activity.message");
        return reply.Json["value"]!.GetValue<string>();
    }
}
