using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.People;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards;

/// <summary>What is left of a card whose lead now belongs to another rep: whose it is, and nothing about the prospect.</summary>
internal static class HandedOverCard
{
    public const string Summary = "This lead was handed over";

    public static JsonObject Render(Rep to) =>
        Card(
            Summary,
            [
                Line(new Run(Summary, Tone.Title)),
                Line(new("It was taken over by "), new(to.Name, Tone.Strong, Run.Name), new(".")),
                Line(new Run("There is nothing to decide here any more.", Tone.Subtle)).Spaced("Small"),
            ]
        );
}
