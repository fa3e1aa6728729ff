using System.Diagnostics;

namespace SalesAgent.Core.Orchestration;

/// <summary>Each step of each run as a span, for whoever listens. Ids and states only, nothing personal.</summary>
public static class StepTrace
{
    public const string LeadTag = "lead.id";
    public const string StatusTag = "step.status";

    public static ActivitySource Source { get; } = new("SalesAgent.Steps");

    internal static Activity? Begin(string step, string leadId) => Source.StartActivity(step)?.SetTag(LeadTag, leadId);

    internal static void End(Activity? span, StepStatus status) => span?.SetTag(StatusTag, status);
}
