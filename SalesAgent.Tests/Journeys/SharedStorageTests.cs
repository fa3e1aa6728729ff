using Azure.Data.Tables;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>The main job with records and work in a storage account, by one instance and by two.</summary>
public sealed class SharedStorageTests(Azurite azurite)
{
    [Fact]
    public async Task A_form_lead_is_drafted_approved_and_told_to_the_end()
    {
        var account = await azurite.NewAccountAsync();
        await using var agent = await RunningAgent.StartAsync(account.Settings);

        var lead = await agent.SubmitSampleAsync();
        var (state, card) = await agent.ShownAsync(lead);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        var decided = await agent.DecidedAsync(lead);

        state.Run.Status.ShouldBe("completed");
        decided.Review!.Decision!.Kind.ShouldBe(ReviewState.Approved);
        agent.AlexMail.Draft(state.Run.Dossier.MailboxDraft!.DraftId).ShouldNotBeNull();
        var story = await agent.StoryAsync(lead);
        story.Fault.ShouldBeNull();
        story.Lines.Count(line => line.Entry.EventType == AuditEventType.ApprovalGranted).ShouldBe(1);
        agent.World.Gmail.Sends.ShouldBe(0);
    }

    [Fact]
    public async Task Fifty_clicks_at_once_on_two_instances_make_one_decision()
    {
        var account = await azurite.NewAccountAsync();
        await using var agent = await RunningAgent.StartAsync(account.Settings, sandboxOutlives: true);
        await using var other = await agent.StartAnotherAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var presses = Enumerable
            .Range(0, 50)
            .Select(number =>
                (
                    Who: number % 2 == 0 ? agent.Alex : agent.Mona,
                    Verb: number % 4 < 2 ? "approve" : "reject",
                    Where: number % 3 == 0 ? other : agent.App
                )
            )
            .Select(press => (press.Who, press.Where, Activity: press.Who.Press(card, press.Verb)))
            .ToArray();

        var replies = await Task.WhenAll(
            presses.Select(press => Task.Run(() => press.Who.At(card).SendAsync(press.Where.Messages, press.Activity)))
        );
        var decision = (await agent.DecidedAsync(lead)).Review!.Decision!;

        var verb = decision.Kind == ReviewState.Approved ? "Approved by " : "Rejected by ";
        foreach (var shown in replies.Select(Clicks.ShownIn))
        {
            shown.ShouldContain(verb);
            shown.ShouldContain(decision.ByName);
        }

        var story = await agent.StoryAsync(lead);
        story.Fault.ShouldBeNull();
        story.Lines.Count(line => line.Entry.EventType is AuditEventType.ApprovalGranted or AuditEventType.ApprovalDenied).ShouldBe(1);
        agent.World.Calls.Writes("hubspot.notes.create").ShouldBe(2);
    }

    [Fact]
    public async Task Two_instances_share_twenty_leads_and_do_each_once()
    {
        const int leads = 20;
        var account = await azurite.NewAccountAsync();
        await using var agent = await RunningAgent.StartAsync(account.Settings, sandboxOutlives: true);
        await using var other = await agent.StartAnotherAsync();

        // Every form reaches both, as it does when an answer is late and the sender tries again.
        var accepted = await Task.WhenAll(
            Enumerable
                .Range(0, leads)
                .Select(async number =>
                {
                    var ids = await Task.WhenAll(agent.SubmitAsync(FormOf(number)), agent.SubmitAsync(FormOf(number), other));
                    ids[0].ShouldBe(ids[1]);
                    return ids[0];
                })
        );

        accepted.Distinct().Count().ShouldBe(leads);
        foreach (var lead in accepted)
        {
            var state = await agent.RestingAsync(lead);
            state.Run.Status.ShouldBe("completed");
            state.Run.Steps.Select(step => step.Name).ShouldBe(StepOrder.Names);
            (await agent.StoryAsync(lead)).Fault.ShouldBeNull();
        }

        agent.World.Teams.Cards.ShouldBe(leads);
        foreach (var written in new[] { "gmail.drafts.create", "hubspot.contacts.create", "hubspot.tasks.create", "hubspot.notes.create" })
            agent.World.Calls.Writes(written).ShouldBe(leads, written);
    }

    /// <summary>The numbers in docs/architecture.md.</summary>
    [Fact]
    public async Task A_lead_costs_the_storage_what_the_architecture_page_says()
    {
        await using var storage = new AzureUnderTest(azurite);
        await storage.StartAsync();
        await using var agent = await RunningAgent.StartAsync(storage.Account.Settings);
        await agent.RestingAsync(await agent.SubmitSampleAsync());
        await Eventually.FindAsync(() => Left() == 0 ? agent : null);
        var before = (Commits: Commits(), Items: Items(), storage.TableWire.RowsWritten, Rows: await RowsAsync());

        var lead = await agent.SubmitSampleAsync(1);
        var card = agent.CardOf(await agent.RestingAsync(lead));
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);
        await Eventually.FindAsync(() => Left() == 0 ? agent : null);

        // Not the reads: this test reads as well, the more the slower it goes.
        (Commits() - before.Commits).ShouldBeInRange(14, 26);
        (storage.TableWire.RowsWritten - before.RowsWritten).ShouldBeInRange(40, 60);
        (Items() - before.Items).ShouldBeInRange(4, 8);
        (await RowsAsync() - before.Rows).ShouldBeInRange(12, 20);

        long Left() => agent.Get<IWorkQueue>().CountAsync(CancellationToken.None).GetAwaiter().GetResult();

        int Commits() => storage.TableWire.Requests.Count(request => request.Contains("$batch", StringComparison.Ordinal));

        int Items() =>
            storage.QueueWire.Requests.Count(request =>
                request.StartsWith("POST", StringComparison.Ordinal) || request.StartsWith("DELETE", StringComparison.Ordinal)
            );

        async Task<int> RowsAsync()
        {
            var rows = 0;
            await foreach (
                var row in new TableClient(storage.Account.ConnectionString, AzureStorageAccount.TableName).QueryAsync<TableEntity>()
            )
            {
                rows += row.PartitionKey.Length > 0 ? 1 : 0;
            }

            return rows;
        }
    }

    private static System.Text.Json.Nodes.JsonObject FormOf(int number)
    {
        var who = new SampleProspect(
            "One of many",
            $"jane{number}@acme{number}.example",
            $"Jane{number}",
            "Roe",
            $"Acme {number}",
            "Head of Sales",
            "+1 555 0100",
            "America/New_York"
        );
        return new SampleSubmission(
            $"a{number:D7}-0000-4000-8000-000000000009",
            who,
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            "Contact",
            "https://contoso.example/form",
            "We need prices soon."
        ).Form();
    }
}
