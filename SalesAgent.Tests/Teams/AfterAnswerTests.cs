using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Teams;
using SalesAgent.Core.Records;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Teams;

/// <summary>When the work goes on that a click began.</summary>
public sealed class AfterAnswerTests
{
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider time = new();
    private readonly WorkHandOver handOver = new();
    private readonly HttpContextAccessor request = new();
    private readonly AfterAnswer afterAnswer;

    public AfterAnswerTests() =>
        afterAnswer = new AfterAnswer(request, new LeadWork(null!, handOver, Options.Create(new WorkOptions()), time), time);

    [Fact]
    public async Task It_goes_on_once_the_answer_has_had_time_to_arrive()
    {
        var click = Click();
        afterAnswer.GoOn(Item());
        (await WaitedAsync(OnItsWay * 5)).ShouldBeNull();

        await click.AnswerAsync();

        (await WaitedAsync(LongestWait)).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(OnItsWay);
    }

    [Fact]
    public async Task It_lets_others_have_their_answers_first()
    {
        var other = Click();
        var click = Click();
        afterAnswer.GoOn(Item());
        await click.AnswerAsync();
        (await WaitedAsync(LongestWait / 2)).ShouldBeNull();

        await other.AnswerAsync();

        (await WaitedAsync(LongestWait / 4)).ShouldNotBeNull();
    }

    [Fact]
    public async Task It_does_not_wait_for_them_for_ever()
    {
        Click();
        var click = Click();
        afterAnswer.GoOn(Item());

        await click.AnswerAsync();

        (await WaitedAsync(LongestWait * 2)).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(LongestWait);
    }

    [Fact]
    public void Without_a_request_it_goes_on_at_once()
    {
        afterAnswer.GoOn(Item());

        handOver.Reader.TryRead(out _).ShouldBeTrue();
    }

    private Answer Click()
    {
        var (context, answer) = (new DefaultHttpContext(), new Answer());
        context.Features.Set<IHttpResponseFeature>(answer);
        request.HttpContext = context;
        afterAnswer.Expect();
        return answer;
    }

    /// <summary>How long it took by the test's clock; null when it did not go on within the time.</summary>
    private async Task<TimeSpan?> WaitedAsync(TimeSpan most)
    {
        var step = TimeSpan.FromMilliseconds(50);
        for (var waited = TimeSpan.Zero; waited <= most; waited += step)
        {
            // Whoever waits for the clock has to come to its next wait.
            for (var look = 0; look < 10; look++)
            {
                if (handOver.Reader.TryRead(out _))
                    return waited;
                await Task.Delay(2, TestContext.Current.CancellationToken);
            }

            time.Advance(step);
        }

        return null;
    }

    private LeasedWork Item() =>
        new("1", "receipt", new WorkItem(LeadWork.CarryOut, "lead1"), 1, time.GetUtcNow(), time.GetUtcNow().AddSeconds(30));

    private sealed class Answer : HttpResponseFeature
    {
        private readonly List<(Func<object, Task> Callback, object State)> completed = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => completed.Add((callback, state));

        public async Task AnswerAsync()
        {
            foreach (var (callback, state) in completed)
                await callback(state);
        }
    }
}
