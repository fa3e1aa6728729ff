namespace SalesAgent.Core.Records;

public enum LeadSource
{
    /// <summary>HubSpot Webhooks API: a contact was created or a trigger property changed.</summary>
    HubSpotEvent,

    /// <summary>HubSpot workflow action "Send a webhook".</summary>
    HubSpotWorkflow,

    /// <summary>Our own form shape.</summary>
    FormSubmission,

    /// <summary>A rep typed <c>prospect …</c>.</summary>
    Chat,
}
