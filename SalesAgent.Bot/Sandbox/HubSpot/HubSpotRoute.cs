namespace SalesAgent.Bot.Sandbox.HubSpot;

/// <summary>The bot's three doors for HubSpot.</summary>
internal enum HubSpotRoute
{
    /// <summary><c>/api/webhooks/hubspot</c>: an array of events.</summary>
    Events,

    /// <summary><c>/api/webhooks/hubspot/workflow</c>: what a workflow action sends.</summary>
    Workflow,

    /// <summary><c>/api/webhooks/hubspot/form-submission</c>: an own form.</summary>
    FormSubmission,
}
