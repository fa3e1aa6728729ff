using System.Collections.Concurrent;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

public sealed class GoogleMailboxesTests : ConnectorWorld
{
    private readonly Keys keys = new();

    [Fact]
    public async Task Each_mailbox_signs_with_its_own_account_and_asks_for_it_once()
    {
        foreach (var person in new[] { "a", "b" })
            Wire.On($"GET /g/gmail/v1/users/{person}%40sales.test/profile", """{"emailAddress":"x"}""");

        foreach (var mailbox in new[] { "a@sales.test", "b@sales.test", "A@sales.test", "b@sales.test" })
            await Gmail.ProfileAsync(mailbox, Now);

        keys.Asked.ShouldBe(["a@sales.test", "b@sales.test"]);
        Wire.Requests.Select(request => request.Headers["Authorization"])
            .ShouldBe(["Bearer a@sales.test1", "Bearer b@sales.test2", "Bearer a@sales.test1", "Bearer b@sales.test2"]);
    }

    [Fact]
    public async Task An_account_that_google_refused_is_asked_for_again()
    {
        Wire.On(
            "GET /g/gmail/v1/users/rep%40sales.test/profile",
            new WireAnswer(401, "{}"),
            new WireAnswer(200, """{"emailAddress":"x"}""")
        );

        (await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now))).Kind.ShouldBe(FailureKind.Unauthorised);
        await Gmail.ProfileAsync(Rep, Now);

        keys.Asked.Count.ShouldBe(2);
        Wire.Requests.Last().Headers["Authorization"].ShouldBe("Bearer rep@sales.test2");
    }

    [Fact]
    public async Task No_more_than_three_calls_to_a_service_are_under_way_for_one_mailbox()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var three = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var four = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (under, most) = (0, 0);
        keys.Wrap = async proceed =>
        {
            var count = Interlocked.Increment(ref under);
            InterlockedMax(ref most, count);
            if (count == 3)
                three.TrySetResult();
            if (count == 4)
                four.TrySetResult();
            await gate.Task;
            Interlocked.Decrement(ref under);
        };
        Wire.On("GET /g/gmail/v1/users/rep%40sales.test/profile", """{"emailAddress":"x"}""")
            .On("POST /c/freeBusy", """{"calendars":{"rep@sales.test":{"busy":[]}}}""");

        var calls = Enumerable.Range(0, 10).Select(_ => (Task)Gmail.ProfileAsync(Rep, Now)).ToList();
        await three.Task.WaitAsync(TimeSpan.FromSeconds(20), Now);

        // The calendar does not wait behind the mail.
        calls.Add(Calendar.FreeBusyAsync(Rep, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), Now));
        await four.Task.WaitAsync(TimeSpan.FromSeconds(20), Now);
        gate.SetResult();
        await Task.WhenAll(calls);

        most.ShouldBe(4);
        Wire.Requests.Count.ShouldBe(11);
    }

    [Fact]
    public async Task Who_finds_every_place_taken_for_too_long_is_told_so_and_asks_nothing()
    {
        Settings["Connectors:LongestPause"] = "00:00:00.100";
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        keys.Wrap = _ => gate.Task;
        Wire.On("GET /g/gmail/v1/users/rep%40sales.test/profile", """{"emailAddress":"x"}""");
        var calls = Enumerable.Range(0, 3).Select(_ => Gmail.ProfileAsync(Rep, Now)).ToList();

        var refused = await Should.ThrowAsync<ConnectorException>(() =>
            Gmail.ProfileAsync(Rep, Now).WaitAsync(TimeSpan.FromSeconds(20), Now)
        );

        (refused.Kind, refused.Code).ShouldBe((FailureKind.RateLimited, "pace"));
        gate.SetResult();
        await Task.WhenAll(calls);
        await Gmail.ProfileAsync(Rep, Now);
        Wire.Requests.Count.ShouldBe(4, "whoever was refused holds no place");
    }

    [Fact]
    public async Task Who_waits_for_a_turn_holds_no_place_meanwhile_and_takes_one_turn()
    {
        Settings["Connectors:CallsPerMailbox"] = "1";
        Settings["Connectors:CalendarCallsPerMinute"] = "2";
        Wire.On("POST /c/freeBusy", """{"calendars":{"rep@sales.test":{"busy":[]}}}""");
        Task AskAsync() => Calendar.FreeBusyAsync(Rep, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), Now);

        await AskAsync();
        await AskAsync();

        (await Should.ThrowAsync<ConnectorException>(AskAsync)).Code.ShouldBe("pace");
        Wire.Requests.Count.ShouldBe(2);
    }

    protected override void Register(IServiceCollection more) => more.AddSingleton<IGoogleCredentials>(keys);

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen) { }
    }

    private sealed class Keys : IGoogleCredentials
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        public Func<string, Task>? Wrap { get; set; }

        public Task<IConfigurableHttpClientInitializer> ForMailboxAsync(string mailbox, CancellationToken cancellationToken)
        {
            Asked.Enqueue(mailbox);
            return Task.FromResult<IConfigurableHttpClientInitializer>(
                new Key(GoogleCredential.FromAccessToken(mailbox + Asked.Count), this)
            );
        }

        private sealed class Key(IConfigurableHttpClientInitializer inner, Keys keys)
            : IConfigurableHttpClientInitializer,
                IHttpExecuteInterceptor
        {
            public void Initialize(ConfigurableHttpClient httpClient)
            {
                inner.Initialize(httpClient);
                httpClient.MessageHandler.AddExecuteInterceptor(this);
            }

            public Task InterceptAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
                keys.Wrap?.Invoke("") ?? Task.CompletedTask;
        }
    }
}
