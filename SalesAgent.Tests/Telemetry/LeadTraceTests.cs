using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Telemetry;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Telemetry;

public sealed class LeadTraceTests
{
    private static readonly string[] Names =
    [
        .. typeof(SpanNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!),
        .. StepOrder.Names,
    ];

    [Fact]
    public async Task A_lead_is_one_trace_from_webhook_to_card_and_its_decision_is_linked_to_it()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        await using var agent = await RunningAgent.StartAsync();

        var lead = await agent.SubmitSampleAsync();
        var (state, card) = await agent.ShownAsync(lead);
        await agent.RestingAsync(lead);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        var decided = await agent.DecidedAsync(lead);

        // Other tests take the same sample in, under the same id, at the same time: the trace tells which is ours.
        var accepted = spans.Single(span => span.OperationName == SpanNames.AcceptLead && span.Id == state.Lead.Trace);
        accepted.GetTagItem(LeadTrace.LeadTag).ShouldBe(lead.Value);
        var told = spans.Where(span => span.TraceId == accepted.TraceId).Select(span => span.OperationName).ToArray();
        string[] expected =
        [
            SpanNames.AssignPerson,
            SpanNames.NoteOpen,
            SpanNames.PutWork,
            SpanNames.AddLead,
            SpanNames.RunLead,
            .. StepOrder.Names,
            SpanNames.CommitLead,
            "gmail: Creating a draft",
            SpanNames.PostCard,
        ];
        expected.Except(told).ShouldBeEmpty();

        var click = spans.Single(span => span.OperationName == SpanNames.TakeDecision && span.Id == decided.Review!.Decision!.Trace);
        click.TraceId.ShouldNotBe(accepted.TraceId);
        click.Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(accepted.SpanId);
        click.GetTagItem(LeadTrace.LeadTag).ShouldBe(lead.Value);
        var carried = spans.Single(span => span.OperationName == SpanNames.CarryOut && span.TraceId == click.TraceId);
        carried.ParentSpanId.ShouldBe(click.SpanId);
        carried.Links.ShouldHaveSingleItem().Context.TraceId.ShouldBe(accepted.TraceId);

        var ours = spans.Where(span => span.TraceId == accepted.TraceId || span.TraceId == click.TraceId).ToArray();
        ours.Select(span => span.OperationName).Where(name => !Names.Contains(name) && !IsACall(name)).ShouldBeEmpty();
        var said = string.Join('\n', ours.SelectMany(span => span.TagObjects).Select(tag => tag.Value));
        said.ShouldContain(lead.Value);
        foreach (var personal in Personal())
            said.ShouldNotContain(personal, Case.Insensitive);
    }

    [Fact]
    public void A_trace_that_is_none_begins_a_new_one()
    {
        using var listener = Listen([]);

        using var span = LeadTrace.GoOn(SpanNames.RunLead, "lead", "not a trace");

        span.ShouldNotBeNull().Parent.ShouldBeNull();
        span.Links.ShouldBeEmpty();
    }

    private static bool IsACall(string name) =>
        name.Split(": ") is ["gmail" or "calendar" or "hubspot" or "google", [>= 'A' and <= 'Z', ..]];

    private static IEnumerable<string> Personal()
    {
        var who = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Who;
        return [who.Email, who.FirstName, who.LastName, "@"];
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        // Made before the listener: one that is made while listeners are asked about it does not hear of them.
        var ours = LeadTrace.Source;
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source == ours,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
