using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards;

/// <summary>Asks a manager whether what they typed is an emergency stop. Its one button types the command for whoever presses it.</summary>
internal static class StopCard
{
    public const string Summary = "Stop everything?";

    /// <param name="command">What the button types.</param>
    public static JsonObject Render(string command) =>
        Card(
            Summary,
            [
                Line(new Run(Summary, Tone.Title)),
                Line(
                    new Run(
                        "Nothing has been stopped yet. If you press the button, nothing is drafted, written or decided until a manager types resume; leads are kept."
                    )
                ),
                ActionSet([
                    new JsonObject
                    {
                        ["type"] = "Action.Submit",
                        ["title"] = "Stop everything",
                        ["data"] = new JsonObject
                        {
                            ["msteams"] = new JsonObject { ["type"] = "imBack", ["value"] = command },
                        },
                    },
                ]),
            ]
        );
}
