using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Teams;

namespace SalesAgent.Tests.Journeys;

/// <summary>Presses on a card as it once was, whatever it shows by now.</summary>
internal static class Clicks
{
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
