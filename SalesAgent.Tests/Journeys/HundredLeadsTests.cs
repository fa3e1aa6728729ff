using System.Globalization;
using System.Text.RegularExpressions;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

public sealed partial class HundredLeadsTests
{
    private const int Leads = 100;

    [Fact]
    public async Task Of_a_hundred_leads_at_once_none_has_anything_of_another()
    {
        // HubSpot's pace of searching would make it a minute; the pace has its own test.
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["HubSpot:SearchesPerSecond"] = "50" });

        var leads = await Task.WhenAll(
            Enumerable.Range(0, Leads).Select(async number => (Marker: MarkerOf(number), Lead: await agent.SubmitAsync(FormOf(number))))
        );

        leads.Select(lead => lead.Lead).Distinct().Count().ShouldBe(Leads);
        foreach (var (marker, lead) in leads)
        {
            var state = await agent.RestingAsync(lead);
            state.Run.Status.ShouldBe("completed");
            state.Run.Steps.Select(step => step.Name).ShouldBe(StepOrder.Names);

            foreach (var (where, text) in await TracesAsync(agent, state))
                Markers().Matches(text).Select(match => match.Value).Distinct().ShouldBe([marker], $"{where} of {marker}");
        }

        agent.World.Teams.Cards.ShouldBe(Leads);
        foreach (var written in new[] { "gmail.drafts.create", "hubspot.contacts.create", "hubspot.tasks.create", "hubspot.notes.create" })
            agent.World.Calls.Writes(written).ShouldBe(Leads, written);
    }

    private static async Task<IReadOnlyList<(string Where, string Text)>> TracesAsync(RunningAgent agent, LeadState state)
    {
        var dossier = state.Run.Dossier;
        var mail = agent.AlexMail.Draft(dossier.MailboxDraft!.DraftId)!.Message.Content;
        var story = await agent.StoryAsync(LeadId.Parse(state.Lead.Id));
        story.Fault.ShouldBeNull();
        return
        [
            ("draft", $"{mail.Subject}\n{mail.Text}\n{string.Join('\n', mail.Headers.Select(header => header.Value))}"),
            ("task", Told("tasks", dossier.TaskId!.Value.Value)),
            ("note", Told("notes", dossier.NoteId!.Value.Value)),
            ("contact", Told("contacts", dossier.Crm!.Contact.Value)),
            ("card", agent.CardOf(state).Activity.ToJsonString()),
            (
                "audit",
                string.Join(
                    '\n',
                    story.Lines.Select(line => $"{line.Entry.Resource} {line.Details} {string.Join(' ', line.Entry.Metadata.Values)}")
                )
            ),
        ];

        string Told(string type, long id) => string.Join('\n', agent.World.HubSpot.Find(type, id)!.Properties.Values);
    }

    private static System.Text.Json.Nodes.JsonObject FormOf(int number)
    {
        var marker = MarkerOf(number);
        var who = new SampleProspect(
            "One of many",
            $"{marker}@{marker}.example",
            $"First{marker}",
            $"Last{marker}",
            $"Company {marker}",
            $"Role {marker}",
            "+1 555 0100",
            "America/New_York"
        );
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        return new SampleSubmission(
            $"f{number:D7}-0000-4000-8000-000000000009",
            who,
            at,
            $"Form {marker}",
            "https://contoso.example/form",
            $"We need {marker} soon."
        ).Form();
    }

    private static string MarkerOf(int number) => string.Create(CultureInfo.InvariantCulture, $"mk{number:D3}q");

    [GeneratedRegex("mk[0-9]{3}q")]
    private static partial Regex Markers();
}
