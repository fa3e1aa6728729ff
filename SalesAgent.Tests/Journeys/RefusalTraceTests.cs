using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Checks;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Whoever is refused leaves a trace: who, about which lead, why; and nothing that they wrote.</summary>
public sealed class RefusalTraceTests
{
    private const string Stranger = "00000000-0000-0000-0000-00000000dead";

    public static TheoryData<string, string> Clicks { get; } =
        new()
        {
            { "another rep", "not_theirs" },
            { "guest with the owner's name", "unknown_person" },
            { "stranger", "unknown_person" },
            { "forged ticket", "unknown_ticket" },
            { "ticket of no lead", "unknown_ticket" },
            { "no ticket", "unknown_ticket" },
            { "another message", "other_message" },
            { "another version", "outdated" },
        };

    [Theory]
    [MemberData(nameof(Clicks))]
    public async Task A_refused_click_is_in_the_audit(string what, string reason)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var press = (what == "another rep" ? agent.Lena : agent.Alex).Press(card, "approve");
        switch (what)
        {
            case "guest with the owner's name":
                press["from"]!.AsObject().Remove("aadObjectId");
                press["from"]!["name"] = agent.World.Reps[0].Name;
                break;
            case "stranger":
                press["from"]!["aadObjectId"] = Stranger;
                break;
            case "forged ticket":
                press.DataOf()["ticket"] = $"{lead}.{new string('0', 32)}";
                break;
            case "ticket of no lead":
                press.DataOf()["ticket"] = $"{new string('0', 20)}.{new string('0', 32)}";
                break;
            case "no ticket":
                press.DataOf().Remove("ticket");
                break;
            case "another message":
                press["replyToId"] = "1700000000000";
                break;
            case "another version":
                press.DataOf()["version"] = JsonValue.Create(7);
                break;
        }

        for (var i = 0; i < 3; i++)
            await agent.Alex.At(card).SendAsync(agent.App.Messages, press.DeepClone().AsObject());

        var entry = (await DeniedAsync(agent)).ShouldHaveSingleItem();
        (entry.EventType, entry.Action, entry.Metadata["reason"]).ShouldBe((AuditEventType.AuthFailure, "decision_refused", reason));
        entry.Actor.ShouldBe(
            what switch
            {
                "another rep" => agent.World.Reps[1].AadObjectId,
                "stranger" => Stranger,
                "guest with the owner's name" => "person_without_id",
                _ => agent.World.Reps[0].AadObjectId,
            }
        );
        entry.Resource.ShouldBe(what is "ticket of no lead" or "no ticket" ? "decision" : $"lead:{lead}");
        entry.Details.ShouldBeNull();
        (await agent.Get<VerifyAudit>().RunAsync(CancellationToken.None)).FaultCount.ShouldBe(0);
        agent
            .Log.Texts.Count(text => text.StartsWith("Refused: \"decision\"", StringComparison.Ordinal))
            .ShouldBe(1, "one line for three clicks");
    }

    [Fact]
    public async Task Refused_commands_are_in_the_audit()
    {
        await using var agent = await RunningAgent.StartAsync();
        var place = agent.Alex.Personal;
        var stranger = place.Activities.Message(agent.World.Teams.NextId(), place.Conversation.Id, "pending");
        stranger["from"]!["aadObjectId"] = Stranger;

        await place.SendAsync(agent.App.Messages, stranger);
        await agent.Lena.Personal.SayAsync(agent.App.Messages, "stop everything");
        for (var i = 0; i < 5; i++)
            await agent.Lena.Personal.SayAsync(agent.App.Messages, "forget jane@acme.example");

        (await DeniedAsync(agent))
            .Select(entry => (entry.Action, entry.Actor, entry.Metadata.GetValueOrDefault("reason")))
            .ShouldBe(
                [
                    ("command_refused", Stranger, "unknown_person"),
                    ("command_refused", agent.World.Reps[1].AadObjectId, "not_a_manager"),
                    .. Enumerable.Repeat(("forget_refused", agent.World.Reps[1].AadObjectId, (string?)null), 3),
                ],
                "typed five times: the first three are told one by one"
            );
    }

    private static async Task<IReadOnlyList<AuditEntry>> DeniedAsync(RunningAgent agent) =>
        [.. (await agent.Get<SystemAudit>().ReadAsync(CancellationToken.None)).Where(entry => entry.Status == AuditStatus.Denied)];
}
