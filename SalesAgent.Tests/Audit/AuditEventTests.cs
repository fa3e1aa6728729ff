using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;

namespace SalesAgent.Tests.Audit;

public sealed class AuditEventTests
{
    private const string Personal = "Jane Doe jane@acme.example said hello";

    private static readonly Rep Alex = new()
    {
        Name = "Alex Wilber",
        Email = "alex@contoso.example",
        AadObjectId = "aad-alex",
        TimeZone = TimeZoneInfo.Utc,
    };

    /// <summary>Every factory there is, with personal text wherever it takes any.</summary>
    private static readonly Dictionary<string, AuditEvent> Made = new()
    {
        [nameof(AuditEvent.ProspectIntake)] = AuditEvent.ProspectIntake("lead1", "hubspot", "FormSubmission", Personal),
        [nameof(AuditEvent.ProspectResearch)] = AuditEvent.ProspectResearch("lead1", Personal, ("search_email", "Done")),
        [nameof(AuditEvent.DraftCreated)] = AuditEvent.DraftCreated(
            "lead1",
            "created",
            1,
            "hash1",
            "draft1",
            "template",
            new WrittenMessage(Personal, Personal, "template", Personal)
            {
                FallbackKind = ModelFailure.DidNotPass,
                Use = new ModelUse("small-1", "writer.v2", 1, 2, 3, true),
                Remarks = [Personal],
            }.Facts
        ),
        [nameof(AuditEvent.ApprovalRequested)] = AuditEvent.ApprovalRequested("lead1", Alex.Id, 1, "hash1"),
        [nameof(AuditEvent.ApprovalGranted)] = AuditEvent.ApprovalGranted("lead1", Alex.Id, 1, "hash1", "free", null),
        [nameof(AuditEvent.ApprovalDenied)] = AuditEvent.ApprovalDenied("lead1", Alex.Id, 1, "hash1", "wrong_facts", Personal),
        [nameof(AuditEvent.FoundOtherwise)] = AuditEvent.FoundOtherwise("lead1", isApproved: false, Alex.Id, 1, "hash1", "hash2"),
        [nameof(AuditEvent.ApprovalReminded)] = AuditEvent.ApprovalReminded("lead1", Alex.Id, 1, "hash1"),
        [nameof(AuditEvent.ApprovalExpired)] = AuditEvent.ApprovalExpired("lead1", 1, "hash1", "not_decided"),
        [nameof(AuditEvent.WorkRetried)] = AuditEvent.WorkRetried("42", "command_line", "run_lead", "lead1"),
        [nameof(AuditEvent.TaskCreated)] = AuditEvent.TaskCreated("lead1", "task1"),
        [nameof(AuditEvent.NoteCreated)] = AuditEvent.NoteCreated("lead1", "note1", "created"),
        [nameof(AuditEvent.CopyFound)] = AuditEvent.CopyFound(AuditEventType.TaskCreated, "lead1", "task2", isRemoved: true),
        [nameof(AuditEvent.ConnectorError)] = AuditEvent.ConnectorError("lead1", "gmail", "Reading mail", "Unavailable"),
        [nameof(AuditEvent.RunEnded)] = AuditEvent.RunEnded("lead1", "create_draft", Personal),
        [nameof(AuditEvent.HubSpotAccessEnded)] = AuditEvent.HubSpotAccessEnded("BAD_REFRESH_TOKEN"),
        [nameof(AuditEvent.TokenLimitReached)] = AuditEvent.TokenLimitReached("2026-11-22", 500_000),
        [nameof(AuditEvent.RetentionEnded)] = AuditEvent.RetentionEnded(new DateOnly(2026, 3, 2), 12, 1),
        [nameof(AuditEvent.Stopped)] = AuditEvent.Stopped(Alex.Id),
        [nameof(AuditEvent.Resumed)] = AuditEvent.Resumed("command_line"),
        [nameof(AuditEvent.SettingsChanged)] = AuditEvent.SettingsChanged(
            false,
            new Dictionary<string, string> { ["HubSpot:PortalId"] = "none -> 0123456789abcdef" }
        ),
        [nameof(AuditEvent.ForgetAsked)] = AuditEvent.ForgetAsked("0123", Alex.Id, 2),
        [nameof(AuditEvent.ForgetRefused)] = AuditEvent.ForgetRefused(Alex.Id),
        [nameof(AuditEvent.Refused)] = AuditEvent.Refused("decision", "not_theirs", Alex.Id, "lead1", 3),
        [nameof(AuditEvent.LeadForgotten)] = AuditEvent.LeadForgotten("lead1", "hubspot", "0123"),
        [nameof(AuditEvent.PersonForgotten)] = AuditEvent.PersonForgotten("0123", "command_line", 2),
        [nameof(AuditEvent.SecurityAlert)] = AuditEvent.SecurityAlert("gmail", "send_refused", ("method", "POST")),
        [nameof(AuditEvent.GoogleConnected)] = AuditEvent.GoogleConnected("google:0123", Alex.Id, "gmail.readonly"),
        [nameof(AuditEvent.GoogleDisconnected)] = AuditEvent.GoogleDisconnected("google:0123", "command_line", revoked: true),
        [nameof(AuditEvent.GoogleSignInRefused)] = AuditEvent.GoogleSignInRefused("google:0123", Alex.Id, "WrongMailbox"),
        [nameof(AuditEvent.GoogleAccessEnded)] = AuditEvent.GoogleAccessEnded("google:0123", "AccessEnded"),
    };

    public static TheoryData<string> Factories =>
        [
            .. typeof(AuditEvent)
                .GetMethods()
                .Where(method => method.IsStatic && method.ReturnType == typeof(AuditEvent))
                .Select(method => method.Name),
        ];

    [Theory]
    [MemberData(nameof(Factories))]
    public void Nothing_personal_is_stored_in_clear(string factory)
    {
        Made.ShouldContainKey(factory, "Add the new factory to the list above.");
        var happened = Made[factory];

        var stored = Stored(happened).ToJsonString();

        foreach (var word in (string[])["Jane", "acme", "hello", Alex.Name, Alex.Email])
            stored.ShouldNotContain(word, Case.Insensitive);
        happened.Resource.ShouldMatch(
            "^(lead:lead1|audit|gmail|hubspot|language-model|policy|settings|work:42|google:0123|person(:0123)?)$"
        );
        happened.Actor.ShouldBeOneOf("salesagent", "hubspot", "command_line", Alex.Id);
    }

    [Theory]
    [MemberData(nameof(Factories))]
    public void Every_entry_has_exactly_the_fields_people_script_against(string factory) =>
        Stored(Made[factory])
            .Select(field => field.Key)
            .ShouldBe([
                "event_id",
                "timestamp",
                "event_type",
                "actor",
                "resource",
                "action",
                "status",
                "details",
                "metadata",
                "sequence",
                "previous_hash",
            ]);

    [Fact]
    public void The_types_are_the_fourteen_people_script_against() =>
        Enum.GetValues<AuditEventType>()
            .Select(type => (string?)Stored(Made[nameof(AuditEvent.TaskCreated)] with { Type = type })["event_type"])
            .ShouldBe([
                "prospect_intake",
                "prospect_research",
                "draft_created",
                "draft_sent",
                "approval_requested",
                "approval_granted",
                "approval_denied",
                "task_created",
                "note_created",
                "connector_error",
                "auth_success",
                "auth_failure",
                "config_change",
                "security_alert",
            ]);

    [Fact]
    public void The_statuses_are_the_five_people_script_against() =>
        Enum.GetValues<AuditStatus>()
            .Select(status => (string?)Stored(Made[nameof(AuditEvent.TaskCreated)] with { Status = status })["status"])
            .ShouldBe(["success", "denied", "error", "failed", "alert"]);

    [Fact]
    public void A_decision_names_who_made_it_and_what_exactly_was_shown()
    {
        var granted = Made[nameof(AuditEvent.ApprovalGranted)];
        var denied = Made[nameof(AuditEvent.ApprovalDenied)];

        (granted.Actor, granted.Status).ShouldBe((Alex.Id, AuditStatus.Success));
        (denied.Actor, denied.Status, denied.Metadata["reason"]).ShouldBe((Alex.Id, AuditStatus.Denied, "wrong_facts"));
        foreach (var decision in (AuditEvent[])[granted, denied])
            (decision.Metadata["version"], decision.Metadata["content_hash"]).ShouldBe(("1", "hash1"));
    }

    [Fact]
    public void A_rejection_without_a_reason_says_so() =>
        AuditEvent.ApprovalDenied("lead1", Alex.Id, 1, "hash1", null, null).Metadata["reason"].ShouldBe("not_given");

    private static JsonObject Stored(AuditEvent happened)
    {
        var (_, operations) = AuditChain.Begin().Append([happened], new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        return JsonNode.Parse(((RecordOperation.Add)operations.ShouldHaveSingleItem()).Body)!.AsObject();
    }
}
