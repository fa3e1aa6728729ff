using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>Earlier mail in one rep's mailbox, oldest first.</summary>
internal sealed record SampleThread(SandboxRep Owner, IReadOnlyList<SampleMail> Mails)
{
    public static IReadOnlyList<SampleThread> All(DateTimeOffset now)
    {
        var alex = (SamplePeople.Alex.Name, SamplePeople.Alex.Email);
        var lena = (SamplePeople.Lena.Name, SamplePeople.Lena.Email);
        var nora = (SampleProspect.Nora.Name, SampleProspect.Nora.Email);
        var zoe = (SampleProspect.Zoe.Name, SampleProspect.Zoe.Email);
        return
        [
            new(
                SamplePeople.Alex,
                [
                    new(
                        "pilot-1@contoso.example",
                        now.AddDays(-21),
                        alex,
                        nora,
                        "Pilot at your Dayton plant",
                        "Hi Nora,\n\nthank you for the tour. The pilot could start with the two packing lines; the outline is in the text below.\n\nBest,\nAlex"
                    ),
                    new(
                        "pilot-2@fabrikam.example",
                        now.AddDays(-19),
                        nora,
                        alex,
                        "Re: Pilot at your Dayton plant",
                        "Alex, that fits. Before we go on I need the numbers for a second site, and somebody who explains the onboarding to our shift leads.\n\nNora",
                        ["pilot-1@contoso.example"]
                    ),
                    new(
                        "pilot-3@contoso.example",
                        now.AddDays(-19).AddHours(3),
                        alex,
                        nora,
                        "Re: Pilot at your Dayton plant",
                        "Nora, the second site adds about a fifth. I will bring our onboarding lead to the next call.\n\nAlex",
                        ["pilot-1@contoso.example", "pilot-2@fabrikam.example"]
                    ),
                    new(
                        "pilot-4@fabrikam.example",
                        now.AddDays(-6),
                        nora,
                        alex,
                        "Re: Pilot at your Dayton plant",
                        "Good. We have the budget from next month on - let us find half an hour.\n\nNora",
                        ["pilot-1@contoso.example", "pilot-2@fabrikam.example", "pilot-3@contoso.example"]
                    ),
                ]
            ),
            new(
                SamplePeople.Alex,
                [
                    new(
                        "digest-48@fabrikam.example",
                        now.AddDays(-2),
                        ("Fabrikam News", "news@fabrikam.example"),
                        alex,
                        "Fabrikam monthly digest",
                        "This month: a new gripper, and where to meet us.",
                        ListId: "digest.fabrikam.example"
                    ),
                ]
            ),
            new(
                SamplePeople.Lena,
                [
                    new(
                        "tokyo-1@lucerne.example",
                        now.AddDays(-40),
                        zoe,
                        lena,
                        "ご質問 / A question about regions",
                        "Hello Lena, can data stay in Japan? 東京より, Zoë",
                        ListId: null
                    ),
                    new(
                        "tokyo-2@contoso.example",
                        now.AddDays(-39),
                        lena,
                        zoe,
                        "Re: ご質問 / A question about regions",
                        "Hello Zoë, yes: the Tokyo region is available.\n\nLena",
                        ["tokyo-1@lucerne.example"]
                    ),
                ]
            ),
        ];
    }

    public JsonObject Json() =>
        new()
        {
            ["mailbox"] = Owner.Email,
            ["subject"] = Mails[0].Subject,
            ["messages"] = new JsonArray([
                .. Mails.Select(mail =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["messageId"] = mail.MessageId,
                            ["date"] = HubSpotJson.Time(mail.At),
                            ["from"] = mail.From.Address,
                            ["to"] = mail.To.Address,
                            ["subject"] = mail.Subject,
                            ["text"] = mail.Text,
                        }
                ),
            ]),
        };
}
