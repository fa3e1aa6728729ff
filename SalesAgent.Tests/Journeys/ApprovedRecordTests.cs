using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>What stands in HubSpot about a draft in the end is what was approved, whatever was drafted before.</summary>
public sealed class ApprovedRecordTests
{
    [Fact]
    public async Task After_other_times_the_note_about_the_approval_says_what_was_approved()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);
        var others = OtherTimesTests.OthersThan(first);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", OtherTimesTests.Picking(others));
        var second = await agent.UntilAsync(lead, state => state.Run.Dossier.Draft?.Version == 2 && state.Run.Claim is null);
        await agent.RestingAsync(lead);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);

        var note = NotesOf(agent, lead).Single(text => text.Contains("approved", StringComparison.Ordinal));
        foreach (var slot in second.Run.Dossier.Draft!.Times)
            note.ShouldContain(slot.Display);
        foreach (var slot in first.Run.Dossier.Draft!.Times)
            note.ShouldNotContain(slot.Display);
        note.ShouldContain("version 2");
    }

    [Fact]
    public async Task The_first_version_needs_no_second_copy_of_its_text()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        var card = agent.CardOf(state);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);

        var slot = state.Run.Dossier.Draft!.Times[0].Display;
        NotesOf(agent, lead).Count(text => text.Contains(slot, StringComparison.Ordinal)).ShouldBe(1);
    }

    private static List<string> NotesOf(RunningAgent agent, LeadId lead) =>
        [
            .. agent
                .World.HubSpot.All("notes")
                .Select(note => System.Net.WebUtility.HtmlDecode(note["hs_note_body"]!))
                .Where(text =>
                    new[] { "NOTE", "DECISION" }.Any(kind => text.Contains(FilingReference.For(lead.Value, kind), StringComparison.Ordinal))
                ),
        ];
}
