using SalesAgent.Core.Evidence.Checks;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

public sealed class AuditKeepingTests
{
    [Fact]
    public async Task A_lead_that_went_all_the_way_is_found_by_the_audit_as_it_ended()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var (_, card) = await agent.ShownAsync(lead);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);

        // The decision is finished a moment before the ledger knows.
        SettledLead? settled;
        for (settled = null; settled is null; settled = await SettledAsync(agent, lead))
            await Task.Delay(20, TestContext.Current.CancellationToken);

        var chain = (await agent.Get<LeadRecords>().FindChainAsync(lead, CancellationToken.None))!;
        (settled.Count, settled.LastHash).ShouldBe((chain.Count, chain.LastHash));
        (await agent.Get<OpenLedger>().IsOpenAsync(lead, CancellationToken.None)).ShouldBeFalse();
        var verdict = await agent.Get<VerifyAudit>().RunAsync(CancellationToken.None);
        (verdict.Leads, verdict.Entries, verdict.FaultCount).ShouldBe((1, chain.Count, 0));
    }

    [Fact]
    public async Task With_the_audit_off_a_lead_goes_all_the_way_without_an_entry()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["Audit:Enabled"] = "false" });
        var lead = await agent.SubmitSampleAsync();
        var (_, card) = await agent.ShownAsync(lead);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);

        var story = await agent.StoryAsync(lead);
        (story.Lines.Count, story.Fault).ShouldBe((0, null));
    }

    private static async Task<SettledLead?> SettledAsync(RunningAgent agent, LeadId lead)
    {
        for (var shard = 0; shard < OpenLedger.Shards; shard++)
        {
            await foreach (var settled in agent.Get<OpenLedger>().SettledAsync(shard, CancellationToken.None))
            {
                if (settled.LeadId == lead.Value)
                    return settled;
            }
        }

        return null;
    }
}
