using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Records.Persons;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards;

/// <summary>What is left of the card of a lead that was forgotten: when and by whom, and nothing about whom.</summary>
internal static class ForgottenCard
{
    public const string Summary = "This lead was forgotten";

    public static JsonObject Render(ForgottenPerson person) =>
        Card(
            Summary,
            [
                Line(new Run(Summary, Tone.Title)),
                Line(new($"On {person.Day} by "), new(person.ByName, Tone.Strong, Run.Name), new(".")),
                Line(new Run("There is nothing to decide here, and the person is not contacted any more.", Tone.Subtle)).Spaced("Small"),
            ]
        );
}
