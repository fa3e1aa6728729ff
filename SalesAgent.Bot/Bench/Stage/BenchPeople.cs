using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>
/// People who fill in a form, each with an address and a company of their own. HubSpot has their contact already, as it has for its own
/// forms: so nobody has to be searched for, of which an account has five a second.
/// </summary>
internal static class BenchPeople
{
    public static string Email(int number) => FormattableString.Invariant($"robin@company{number}.example");

    /// <summary>Makes them known to HubSpot, and returns the webhook of each.</summary>
    public static string[] Introduce(SandboxWorld world, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => Introduce(world, number))];

    /// <summary>Makes one more known, whom somebody asks for instead.</summary>
    public static string EmailOfNext(SandboxWorld world, int number)
    {
        Introduce(world, number);
        return Email(number);
    }

    private static string Introduce(SandboxWorld world, int number)
    {
        var email = Email(number);
        var who = new SampleProspect(
            "Somebody who fills in a form",
            email,
            "Robin",
            "Vance",
            "Proseware",
            "Head of Sales",
            "+1 555 0199",
            "Europe/Berlin"
        );
        var company = world
            .HubSpot.Create("companies", new Dictionary<string, string> { ["name"] = who.Company!, ["domain"] = who.Domain })
            .Made!;
        var contact = world
            .HubSpot.Create(
                "contacts",
                new Dictionary<string, string>
                {
                    ["email"] = email,
                    ["firstname"] = who.FirstName,
                    ["lastname"] = who.LastName,
                    ["company"] = who.Company!,
                    ["jobtitle"] = who.JobTitle,
                    ["phone"] = who.Phone,
                    ["lifecyclestage"] = "lead",
                    ["hs_timezone"] = who.HubSpotTimeZone,
                    ["hubspot_owner_id"] = world.Reps[0].HubSpotOwnerId,
                }
            )
            .Made!;
        world.HubSpot.Link("contacts", contact.Id, new HubSpotLink("companies", company.Id, 1));

        var id = FormattableString.Invariant($"bench-{number}");
        var at = TimeProvider.System.GetUtcNow();
        return new SampleSubmission(
            id,
            who,
            at,
            "Talk to sales",
            "https://contoso.example/talk-to-sales",
            "We compare tools this quarter and would like to see yours."
        )
            .Form()
            .ToJsonString();
    }
}
