using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Drafting.Agents;
using SalesAgent.Tests.Drafting.Injection;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// Every hostile text once through the whole app, with a model that echoes such texts: what counts is what Gmail, HubSpot and Teams got.
/// </summary>
public sealed partial class InjectionTests
{
    /// <summary>Somebody else's lead, whose words must turn up nowhere.</summary>
    private const string Canary = "Quillfeather";

    private const int LongestHeader = 2000;

    [Fact]
    public async Task No_text_changes_a_recipient_leads_elsewhere_tells_of_others_or_does_anything()
    {
        await using var server = await ModelServer.StartAsync();
        var next = 0;
        server.Say(request => Echo(request, HostileText.All[Interlocked.Increment(ref next) % HostileText.All.Count].Text));
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(server.Settings) { ["Drafting:DailyTokenLimit"] = "0", ["Drafting:Critic"] = "true" }
        );

        // An ordinary lead shows which operations write at all, and leaves something to steal.
        await agent.RestingAsync(
            await agent.SubmitAsync(
                Form(
                    99_999,
                    $"Zanzibar {Canary}",
                    $"{Canary} Holdings",
                    "Head of things",
                    $"We at {Canary} want a demo.",
                    "Request a demo",
                    "bystander"
                )
            )
        );
        var before = agent.World.Calls.All;
        before.Count(call => call.Value.Writes > 0).ShouldBeGreaterThan(3);

        var leads = await Task.WhenAll(
            HostileText.All.Select(async (text, number) => (text, number, Id: await agent.SubmitAsync(Arranged(agent, text, number))))
        );

        leads.Length.ShouldBeGreaterThanOrEqualTo(60);
        foreach (var (text, number, id) in leads)
        {
            var state = await agent.RestingAsync(id);
            try
            {
                await CheckAsync(agent, id, state, AddressOf(number));
            }
            catch (ShouldAssertException failure)
            {
                throw new ShouldAssertException($"“{text.Name}” by way {number % 3}: {failure.Message}");
            }
        }

        var after = agent.World.Calls.All;
        after
            .Where(call => call.Value.Writes > 0)
            .Select(call => call.Key)
            .ShouldBeSubsetOf(before.Where(call => call.Value.Writes > 0).Select(call => call.Key));
        foreach (var once in new[] { "gmail.drafts.create", "hubspot.tasks.create", "hubspot.notes.create" })
            (after[once].Writes - before[once].Writes).ShouldBe(leads.Length, once);
        agent.World.Gmail.Sends.ShouldBe(0);
        agent.World.Teams.Cards.ShouldBe(leads.Length + 1);
        while (server.Requests.Reader.TryRead(out var request))
        {
            request.Body["tools"].ShouldBeNull();
            if (request.Told["company"]?.GetValue<string>() != $"{Canary} Holdings")
                request.Told.ToJsonString().ShouldNotContain(Canary);
        }
    }

    private static async Task CheckAsync(RunningAgent agent, LeadId id, LeadState state, string address)
    {
        state.Review!.State.ShouldBe(ReviewState.Proposed);
        state.Review.Decision.ShouldBeNull();
        var dossier = state.Run.Dossier;
        using var mail = agent.AlexMail.Draft(dossier.MailboxDraft!.DraftId)!.Message.Content.Open();
        Inert.Mail(mail, address, agent.AlexMail.Address);
        mail.ToString().ShouldNotContain(Canary);

        var card = agent.CardOf(state).Card!;
        Inert.Card(card, address);
        card.ToJsonString().ShouldNotContain(Canary);
        agent.CardOf(state).Activity["entities"].ShouldBeNull();

        foreach (var (type, filed) in new[] { ("tasks", dossier.TaskId!.Value.Value), ("notes", dossier.NoteId!.Value.Value) })
        {
            var properties = agent.World.HubSpot.Find(type, filed)!.Properties;
            var html = properties[type == "tasks" ? "hs_task_body" : "hs_note_body"];
            OtherTag().Match(html).Value.ShouldBe("", type);
            properties.Values.ShouldAllBe(value => !value.Contains(Canary, StringComparison.Ordinal));
        }

        var story = await agent.StoryAsync(id);
        story.Fault.ShouldBeNull();
        story
            .Lines.Select(line => line.Entry.EventType)
            .ShouldNotContain(type =>
                type == AuditEventType.ApprovalGranted || type == AuditEventType.DraftSent || type == AuditEventType.SecurityAlert
            );
    }

    /// <summary>
    /// A third of the texts come by the form, a third lies in HubSpot, a third in an earlier mail; the form to send for it.
    /// </summary>
    private static JsonObject Arranged(RunningAgent agent, HostileText text, int number)
    {
        var hostile = text.Text;
        if (number % 3 == 0)
            return Form(number, hostile, hostile, hostile, hostile, hostile);

        if (number % 3 == 1)
        {
            agent.World.HubSpot.Create(
                "contacts",
                new Dictionary<string, string>
                {
                    ["email"] = AddressOf(number),
                    ["firstname"] = hostile,
                    ["lastname"] = hostile,
                    ["company"] = hostile,
                    ["jobtitle"] = hostile,
                    ["hubspot_owner_id"] = SamplePeople.Alex.HubSpotOwnerId,
                }
            );
            agent.World.HubSpot.Create(
                "companies",
                new Dictionary<string, string> { ["name"] = hostile, ["domain"] = $"{DomainOf(number)}" }
            );
        }
        else
        {
            var header = string.Concat(hostile.Where(character => !char.IsControl(character)).Take(LongestHeader));
            var mail = new SampleMail(
                $"m{number}@{DomainOf(number)}",
                TimeProvider.System.GetUtcNow().AddDays(-3),
                (header, AddressOf(number)),
                (SamplePeople.Alex.Name, SamplePeople.Alex.Email),
                header,
                hostile
            );
            agent.AlexMail.Deliver(mail.Raw(), mail.At, ["INBOX"], null);
        }

        return Form(number, "Jane Doe", "Contoso", "Head of Operations", "We would like to see how it works.", "Request a demo");
    }

    private static JsonObject Form(int number, string name, string company, string job, string message, string page, string? id = null)
    {
        var words = name.Split(' ', 2);
        var who = new SampleProspect("Hostile", AddressOf(number), words[0], words[^1], company, job, "+1 555 0100", "America/New_York");
        return new SampleSubmission(
            id ?? $"f{number:D7}-0000-4000-8000-000000000007",
            who,
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            page,
            "https://contoso.example/form",
            message
        ).Form();
    }

    private static string DomainOf(int number) => $"lead{number}.example";

    private static string AddressOf(int number) => $"jane@{DomainOf(number)}";

    private static string Echo(ModelRequest request, string hostile) =>
        request switch
        {
            _ when request.IsFor(ModelServer.Reader) => new JsonObject
            {
                ["need"] = hostile,
                ["product"] = hostile,
                ["questions"] = new JsonArray(hostile),
            }.ToJsonString(),
            _ when request.IsFor(ModelServer.Critic) => new JsonObject { ["faults"] = new JsonArray(hostile) }.ToJsonString(),
            _ => ModelServer.Mail(hostile, $"Hi,\n\n{hostile}\n\n[[times]]"),
        };

    [GeneratedRegex("<(?!/?p>)")]
    private static partial Regex OtherTag();
}
