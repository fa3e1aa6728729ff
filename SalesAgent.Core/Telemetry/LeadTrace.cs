using System.Diagnostics;

namespace SalesAgent.Core.Telemetry;

/// <summary>
/// What happens to leads and decisions, as spans for whoever listens to <see cref="Source"/>. Ids, counts and states only, nothing
/// personal. While nobody listens every method returns null, and it costs nothing.
/// </summary>
public static class LeadTrace
{
    public const string LeadTag = "lead.id";
    public const string StatusTag = "step.status";
    public const string KindTag = "work.kind";
    public const string AttemptTag = "work.attempt";
    public const string CountTag = "work.count";

    public static ActivitySource Source { get; } = new("SalesAgent");

    /// <summary>
    /// What is going on, to be stored so that <see cref="GoOn"/> finds it; null while nobody listens, whatever else is traced.
    /// </summary>
    internal static string? Current => Activity.Current is { } span && span.Source == Source ? span.Id : null;

    /// <summary>Under what is going on. Call it in an async method, or what follows your caller is taken for a part of it.</summary>
    /// <param name="name">One of <see cref="SpanNames"/>, or a step's.</param>
    public static Activity? Begin(string name, string? leadId = null) =>
        Source.StartActivity(name) is { } span ? About(span, leadId) : null;

    /// <summary>Goes on, perhaps in another process, with what was begun under a trace that is stored.</summary>
    /// <param name="trace">A W3C <c>traceparent</c> as <see cref="Current"/> gave it; null when nobody listened then.</param>
    /// <param name="beside">Another trace that it belongs to.</param>
    internal static Activity? GoOn(string name, string leadId, string? trace, string? beside = null)
    {
        if (!Source.HasListeners())
            return null;

        _ = TryRead(trace, out var begun);
        var span = Source.StartActivity(name, ActivityKind.Consumer, begun, links: LinksTo(beside));
        return span is null ? null : About(span, leadId);
    }

    /// <summary>Ties what is going on to a trace that is stored.</summary>
    internal static void Link(Activity? span, string leadId, string? trace)
    {
        if (span is null)
            return;

        About(span, leadId);
        foreach (var link in LinksTo(trace) ?? [])
            span.AddLink(link);
    }

    /// <summary>A request to a vendor.</summary>
    /// <param name="name">Such as <c>gmail: Creating a draft</c>.</param>
    internal static Activity? Call(string name) => Source.StartActivity(name, ActivityKind.Client);

    /// <summary>Items that came from the queue. Looking in vain is no span: it happens all day.</summary>
    internal static void Took(int count, DateTimeOffset began)
    {
        if (count == 0 || !Source.HasListeners())
            return;

        using var span = Source.StartActivity(SpanNames.TakeWork, ActivityKind.Consumer, parentContext: default, startTime: began);
        span?.SetTag(CountTag, count);
    }

    internal static void End<TStatus>(this Activity? span, TStatus status)
        where TStatus : struct, Enum => span?.SetTag(StatusTag, status);

    private static Activity About(Activity span, string? leadId) => leadId is null ? span : span.SetTag(LeadTag, leadId);

    private static IEnumerable<ActivityLink>? LinksTo(string? trace) => TryRead(trace, out var other) ? [new ActivityLink(other)] : null;

    private static bool TryRead(string? trace, out ActivityContext context) =>
        ActivityContext.TryParse(trace, null, isRemote: true, out context);
}
