using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>A first mail to a prospect as a good rep would write it.</summary>
internal sealed record SampleMessage(SampleProspect To, SandboxRep From, string Subject, string Body)
{
    public static IReadOnlyList<SampleMessage> All { get; } =
    [
        new(
            SampleProspect.Ines,
            SamplePeople.Alex,
            "Renewals in your forecast, Inês",
            "Hi Inês,\n\nyou asked how our forecasting deals with renewals. In short: each renewal is its own line with its own probability, and you see it move.\n\nShall I show it to the two of you on your own numbers? Half an hour is enough.\n\nBest,\nAlex"
        ),
        new(
            SampleProspect.Jo,
            SamplePeople.Alex,
            "A team of three",
            "Hi Jo,\n\nfor a team of three there is a small plan without a minimum term. If you tell me what the studio tracks today, I can say whether it is enough.\n\nBest,\nAlex"
        ),
        new(
            SampleProspect.Zoe,
            SamplePeople.Lena,
            "Demo for the Tokyo team",
            "Hello Zoë,\n\nthank you for asking again. We gladly show the tour in your morning, and this time with the Tokyo region switched on.\n\nKind regards,\nLena"
        ),
    ];

    public JsonObject Json() =>
        new()
        {
            ["to"] = To.Email,
            ["from"] = From.Email,
            ["subject"] = Subject,
            ["body"] = Body,
        };
}
