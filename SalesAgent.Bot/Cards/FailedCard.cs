using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Bot.Cards.Sections;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs.Buttons;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards;

/// <summary>A lead without a draft: what happened, and what the rep can do now.</summary>
internal static class FailedCard
{
    public static JsonObject Render(ReviewCase review)
    {
        var failed = review.Steps.FirstOrDefault(step => step.Status == StepStatus.Failed);
        var body = new List<JsonObject> { review.Header("No draft was made", "attention") };
        body.Add(
            Container([
                Line(
                    new(failed is null ? "The run ended early." : $"{StepOrder.TitleOf(failed.Name)}: ", Tone.Strong),
                    new(PlainText.Said(failed?.Detail ?? ""))
                ),
                Line(new("What to do: ", Tone.Strong), new(WhatToDo(review, failed))).Spaced("Small"),
            ])
        );
        body.AddRange(review.Background());
        body.AddRange(review.Buttons(VerbPlace.Decision));
        body.AddRange(Links.Rows(review));
        body.Add(Footer.Lead(review));
        return CardElements.Card(ReviewCards.SummaryOf(review), body);
    }

    private const string GivenUp =
        "try again once it answers, or write to me: prospect, and their address. I have tried for many hours and stopped; whoever runs SalesAgent sees it, too. Nothing was sent.";

    /// <summary>Where what happened names its own remedy, another beside it would only contradict it.</summary>
    private static string WhatToDo(ReviewCase review, StepReport? failed) =>
        review.GivenUp ? GivenUp
        : GoogleRemedy.IsNamedIn(failed?.Detail) ? "do that, then try again. Nothing was sent."
        : Advice(failed?.Name);

    private static string Advice(string? step) =>
        step switch
        {
            StepNames.ExtractProspect => "look at the form entry in HubSpot, then write to me: prospect, and their address.",
            StepNames.GenerateMessage => "try again, or write to them yourself: nothing was sent.",
            StepNames.CreateDraft => "try again. If Gmail keeps refusing, an administrator has to look at its sign-in. Nothing was sent.",
            _ => "try again. If it keeps failing, ask an administrator. Nothing was sent.",
        };
}
