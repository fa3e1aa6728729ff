using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Connectors;

namespace SalesAgent.Tests.Connectors;

public sealed class OutsideCallHandlerTests : IDisposable
{
    private static readonly OutsideCall Reading = OutsideCall.Read("hubspot", "Reading a contact", 404);
    private static readonly OutsideCall Writing = OutsideCall.Write("hubspot", "Creating a task");

    private readonly FakeTimeProvider time = new();
    private readonly Script script = new();
    private readonly List<IWriteGate> gates = [];

    [Fact]
    public async Task Through_a_gate_that_is_shut_no_write_leaves_and_every_read_does()
    {
        gates.AddRange([new Gate(false), new Gate(true)]);
        script.Add(Status(HttpStatusCode.OK));

        var refused = await Should.ThrowAsync<ConnectorException>(() => SendAsync(Writing));

        (refused.Kind, refused.Code).ShouldBe((FailureKind.Unavailable, "stopped"));
        script.Calls.ShouldBe(0);
        (await SendAsync(Reading)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_pause_the_vendor_asks_for_is_waited_out_before_a_read_is_repeated()
    {
        script.Add(Status(HttpStatusCode.TooManyRequests, "2"), Status(HttpStatusCode.OK));

        var sending = SendAsync(Reading);
        time.Advance(TimeSpan.FromSeconds(1.9));
        script.Calls.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(0.2));

        (await sending).StatusCode.ShouldBe(HttpStatusCode.OK);
        script.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_pause_may_be_given_as_a_moment()
    {
        script.Add(Status(HttpStatusCode.TooManyRequests, time.GetUtcNow().AddSeconds(4).ToString("R")), Status(HttpStatusCode.OK));

        var sending = SendAsync(Reading);
        time.Advance(TimeSpan.FromSeconds(3.9));
        script.Calls.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(0.2));

        await sending;
        script.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_longer_pause_is_left_to_the_caller()
    {
        script.Add(Status(HttpStatusCode.TooManyRequests, "6"));

        // The clock stands still: whoever waits for the pause waits for good.
        var failure = await Should.ThrowAsync<ConnectorException>(() => SendAsync(Reading).WaitAsync(TimeSpan.FromSeconds(20)));

        (failure.Kind, failure.RetryAfter).ShouldBe((FailureKind.RateLimited, TimeSpan.FromSeconds(6)));
        script.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Pauses_do_not_add_up_beyond_the_time_a_read_has()
    {
        script.Add(Status(HttpStatusCode.ServiceUnavailable, "5"));

        var sending = SendAsync(Reading, new ConnectorOptions { MaxAttempts = 5 });
        time.Advance(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));

        (await Should.ThrowAsync<ConnectorException>(() => sending)).Kind.ShouldBe(FailureKind.Unavailable);
        script.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task A_read_that_gets_no_answer_is_tried_again_until_its_time_is_over()
    {
        script.Add(Forever);

        var sending = SendAsync(Reading, new ConnectorOptions { RetryDelay = TimeSpan.Zero });
        time.Advance(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        script.Calls.ShouldBe(3);
        time.Advance(TimeSpan.FromSeconds(2));

        var failure = await Should.ThrowAsync<ConnectorException>(() => sending);
        (failure.Kind, failure.Code).ShouldBe((FailureKind.Unavailable, "timeout"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_whose_time_is_used_up_by_the_wait_for_a_turn_is_not_sent(bool failedBefore)
    {
        // The second turn comes after ten seconds, the time of the read ends after three.
        var pace = new CallPace(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), time);
        if (!failedBefore)
            await pace.WaitAsync(Reading, CancellationToken.None);
        script.Add(Status(HttpStatusCode.ServiceUnavailable));

        var sending = SendAsync(
            Reading,
            new ConnectorOptions { ReadTimeout = TimeSpan.FromSeconds(3), RetryDelay = TimeSpan.Zero },
            pace: pace
        );
        time.Advance(TimeSpan.FromSeconds(11));

        var failure = await Should.ThrowAsync<ConnectorException>(() => sending.WaitAsync(TimeSpan.FromSeconds(20)));
        (failure.Kind, failure.Code).ShouldBe(failedBefore ? (FailureKind.Unavailable, "503") : (FailureKind.RateLimited, "pace"));
        script.Calls.ShouldBe(failedBefore ? 1 : 0);
    }

    [Fact]
    public async Task A_write_that_gets_no_answer_has_an_unknown_outcome_and_is_not_repeated()
    {
        script.Add(Forever);

        var sending = SendAsync(Writing);
        time.Advance(TimeSpan.FromSeconds(10));

        (await Should.ThrowAsync<ConnectorException>(() => sending)).Kind.ShouldBe(FailureKind.OutcomeUnknown);
        script.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_never_ends_counts_as_no_answer()
    {
        script.Add(_ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Silence()) }));

        var sending = SendAsync(Writing);
        time.Advance(TimeSpan.FromSeconds(10));

        (await Should.ThrowAsync<ConnectorException>(() => sending)).Kind.ShouldBe(FailureKind.OutcomeUnknown);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, FailureKind.Unavailable)]
    [InlineData(HttpRequestError.NameResolutionError, FailureKind.Unavailable)]
    [InlineData(HttpRequestError.SecureConnectionError, FailureKind.Unavailable)]
    [InlineData(HttpRequestError.ResponseEnded, FailureKind.OutcomeUnknown)]
    [InlineData(HttpRequestError.InvalidResponse, FailureKind.OutcomeUnknown)]
    [InlineData(HttpRequestError.Unknown, FailureKind.OutcomeUnknown)]
    public async Task A_write_that_never_reached_the_other_side_is_known_not_to_have_happened(HttpRequestError error, FailureKind kind)
    {
        script.Add(_ => throw new HttpRequestException(error));

        (await Should.ThrowAsync<ConnectorException>(() => SendAsync(Writing))).Kind.ShouldBe(kind);
        script.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_socket_that_did_not_connect_in_its_own_time_is_not_an_unknown_outcome()
    {
        script.Add(_ => throw new TaskCanceledException("connect", new TimeoutException()));

        (await Should.ThrowAsync<ConnectorException>(() => SendAsync(Writing))).Kind.ShouldBe(FailureKind.Unavailable);
    }

    [Fact]
    public async Task Who_cancels_gets_a_cancellation_and_not_a_failure()
    {
        script.Add(Forever);
        using var cancel = new CancellationTokenSource();

        var sending = SendAsync(Reading, cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sending);
        script.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_nobody_marked_is_treated_as_a_write()
    {
        script.Add(Status(HttpStatusCode.BadGateway));

        (await Should.ThrowAsync<ConnectorException>(() => SendAsync(null))).Kind.ShouldBe(FailureKind.OutcomeUnknown);
        script.Calls.ShouldBe(1);
    }

    public void Dispose() => script.Dispose();

    private static Func<CancellationToken, Task<HttpResponseMessage>> Status(HttpStatusCode status, string? retryAfter = null) =>
        _ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent("") };
            if (retryAfter is not null)
                response.Headers.Add("Retry-After", retryAfter);
            return Task.FromResult(response);
        };

    // Ends on the thread that cancels, so that after Advance everything has happened that is going to happen.
    private static Task<HttpResponseMessage> Forever(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return never.Task;
    }

    private async Task<HttpResponseMessage> SendAsync(
        OutsideCall? call,
        ConnectorOptions? options = null,
        CallPace? pace = null,
        CancellationToken cancellationToken = default
    )
    {
        using var invoker = new HttpMessageInvoker(
            new OutsideCallHandler(Options.Create(options ?? new ConnectorOptions()), time, gates, leaveUnauthorised: false)
            {
                InnerHandler = script,
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://vendor.test/");
        call?.Mark(request);
        pace?.Govern(request);
        return await invoker.SendAsync(request, cancellationToken);
    }

    private sealed record Gate(bool IsShut) : IWriteGate
    {
        public ValueTask<bool> IsShutAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsShut);
    }

    private sealed class Script : HttpMessageHandler
    {
        private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> answers = new();

        public int Calls { get; private set; }

        public void Add(params Func<CancellationToken, Task<HttpResponseMessage>>[] more) => more.ToList().ForEach(answers.Enqueue);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            return (answers.Count > 1 ? answers.Dequeue() : answers.Peek())(cancellationToken);
        }
    }

    private sealed class Silence : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => 0;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
