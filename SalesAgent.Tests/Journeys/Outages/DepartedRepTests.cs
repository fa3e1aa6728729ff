using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>A rep who left the directory: nobody else's mailbox, calendar or chat stands in for theirs.</summary>
public sealed class DepartedRepTests
{
    [Fact]
    public async Task What_they_had_on_their_card_is_decided_by_a_manager_and_no_other_mailbox_is_looked_into()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?> { ["Google:Calendar:Holds"] = "true" },
            sandboxOutlives: true
        );
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(
            lead,
            found =>
                found.Review?.Holds is { Claim: null, Times.Count: 3 } holds && holds.Times.All(time => time.State is HeldTimeState.Held)
        );
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var read = agent.World.Calls.Calls("gmail.drafts.get");

        // Alex is listed no more; whoever was second is the default rep now.
        var lena = agent.World.Reps[1];
        await agent.RestartWithAsync(
            new Dictionary<string, string?>
            {
                ["Reps:0:Name"] = lena.Name,
                ["Reps:0:Email"] = lena.Email,
                ["Reps:0:AadObjectId"] = lena.AadObjectId,
                ["Reps:0:HubSpotOwnerId"] = lena.HubSpotOwnerId,
                ["Reps:0:TimeZone"] = lena.TimeZone,
                ["Reps:1:Name"] = "Somebody New",
                ["Reps:1:Email"] = "new@contoso.example",
                ["Reps:1:AadObjectId"] = "00000000-0000-0000-0000-0000000000099",
                ["Reps:1:HubSpotOwnerId"] = "51099",
            }
        );
        (await agent.Mona.At(card).ClickAsync(agent.App.Messages, card, "reject")).Status.ShouldBe(200);
        var state = await agent.DecidedAsync(lead);

        state.Review!.State.ShouldBe(ReviewState.Rejected);
        state.Review.CarriedOut.MailOutcome.ShouldBe("Its rep has left the directory, so the draft in their Gmail was left as it is.");
        agent.World.Calls.Calls("gmail.drafts.get").ShouldBe(read);
        agent.World.Gmail[lena.Email].Drafts.ShouldNotContain(draft => draft.Id == state.Run.Dossier.MailboxDraft!.DraftId);
        card.Card!.ToJsonString().ShouldContain("Its rep has left the directory");

        // Nor is anybody's calendar looked into for the times that were held in theirs.
        await Eventually.FindAsync(async () => await agent.Get<IWorkQueue>().CountAsync(CancellationToken.None) == 0 ? agent : null);
        (agent.World.Calls.Calls("calendar.events.get"), agent.World.Calls.Calls("calendar.events.delete")).ShouldBe((0, 0));
    }
}
