using SalesAgent.Bot.Webhooks.Payloads;

namespace SalesAgent.Bot.Webhooks;

/// <summary>One of our webhook addresses. <see cref="All"/> is the one list of them.</summary>
internal sealed record WebhookRoute
{
    private WebhookRoute() { }

    public static IReadOnlyList<WebhookRoute> All { get; } =
    [
        new()
        {
            Name = "events",
            Path = "",
            Read = HubSpotEvents.Read,
        },
        new()
        {
            Name = "workflow",
            Path = "workflow",
            Read = WorkflowContact.Read,
            IsOneLead = true,
            MayBeSignedWithV2 = true,
        },
        new()
        {
            Name = "form-submission",
            Path = "form-submission",
            Read = FormSubmission.Read,
            IsOneLead = true,
        },
    ];

    /// <summary>What logs call it.</summary>
    public required string Name { get; init; }

    /// <summary>Under <c>/api/webhooks/hubspot</c>.</summary>
    public required string Path { get; init; }

    public required ReadPayload Read { get; init; }

    /// <summary>A body is exactly one lead, so its sender can be told what is wrong with that lead.</summary>
    public bool IsOneLead { get; init; }

    /// <summary>Workflow actions may sign with v2, if the configuration takes it.</summary>
    public bool MayBeSignedWithV2 { get; init; }
}
