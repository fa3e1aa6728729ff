namespace SalesAgent.Core.Records.Runs;

/// <summary>Names people script against.</summary>
public static class StepNames
{
    public const string ExtractProspect = "extract_prospect";
    public const string ResolveHubSpot = "resolve_hubspot";
    public const string SearchEmail = "search_email";
    public const string CalendarAvailability = "calendar_availability";
    public const string GenerateMessage = "generate_message";
    public const string CreateDraft = "create_draft";
    public const string CreateHubSpotTask = "create_hubspot_task";
    public const string RequestApproval = "request_approval";
}
