using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.DraftOnly;

namespace SalesAgent.Tests.Connectors.Gmail;

public sealed class DraftOnlyTests : ConnectorWorld
{
    private readonly AlarmBell bell = new();

    [Theory]
    [InlineData("POST", "gmail/v1/users/me/drafts/send")]
    [InlineData("POST", "gmail/v1/users/rep%40sales.test/drafts/send")]
    [InlineData("POST", "gmail/v1/users/me/messages/send")]
    [InlineData("POST", "upload/gmail/v1/users/me/messages/send?uploadType=media")]
    [InlineData("POST", "upload/gmail/v1/users/me/drafts/send")]
    [InlineData("POST", "resumable/upload/gmail/v1/users/me/drafts/send")]
    [InlineData("POST", "upload/gmail/v1/users/me/drafts")]
    [InlineData("POST", "gmail/v1/users/me/drafts?uploadType=media")]
    [InlineData("POST", "batch")]
    [InlineData("POST", "batch/gmail/v1")]
    [InlineData("POST", "gmail/v1/users/me/drafts%2Fsend")]
    [InlineData("POST", "gmail/v1/users/me/drafts%2fsend")]
    [InlineData("POST", "gmail/v1/users/me/drafts/%73end")]
    [InlineData("POST", "gmail/v1/users/me/%64rafts/send")]
    [InlineData("POST", "gmail/v1/users/me/drafts//send")]
    [InlineData("POST", "gmail/v1/users/me//drafts")]
    [InlineData("POST", "gmail/v1/users/me/drafts/")]
    [InlineData("POST", "gmail/v1/users/me/drafts/./send")]
    [InlineData("POST", "gmail/v1/users/me/threads/../drafts/send")]
    [InlineData("POST", "gmail/v1/users/me%2Fdrafts%2Fsend%3F/drafts")]
    [InlineData("POST", "gmail/v1/users/../users/me/drafts/send")]
    [InlineData("POST", "gmail/v1/users/me/drafts\\send")]
    [InlineData("POST", "gmail/v1/users/me/drafts;a=b/send")]
    [InlineData("POST", "gmail/v1/users/me/DRAFTS/SEND")]
    [InlineData("POST", "Gmail/v1/users/me/drafts")]
    [InlineData("POST", "gmail/v1/users/me/Drafts")]
    [InlineData("POST", "gmail/v1/users/me/drafts?$httpMethod=send")]
    [InlineData("POST", "gmail/v1/users/me/messages")]
    [InlineData("POST", "gmail/v1/users/me/messages/import")]
    [InlineData("PUT", "gmail/v1/users/me/drafts/send")]
    [InlineData("PUT", "gmail/v1/users/me/drafts/SEND")]
    [InlineData("PUT", "gmail/v1/users/me/drafts/r1/send")]
    [InlineData("GET", "gmail/v1/users/me/drafts/send")]
    [InlineData("GET", "gmail/v1/users/me/messages")]
    [InlineData("GET", "gmail/v1/users/me/messages/send")]
    [InlineData("GET", "gmail/v1/users/me/messages/m1/attachments/a1")]
    [InlineData("GET", "gmail/v1/users/me/settings/sendAs/rep%40sales.test")]
    [InlineData("POST", "gmail/v1/users/me/settings/sendAs")]
    [InlineData("GET", "gmail/v1/users/me/settings/filters")]
    [InlineData("POST", "gmail/v1/users/me/labels")]
    [InlineData("POST", "gmail/v1/users/me/messages/m1/modify")]
    [InlineData("POST", "gmail/v1/users/me/watch")]
    [InlineData("POST", "gmail/v1/users/me/settings/forwardingAddresses")]
    [InlineData("PUT", "gmail/v1/users/me/settings/autoForwarding")]
    [InlineData("POST", "gmail/v1/users/me/threads/t1/modify")]
    [InlineData("DELETE", "gmail/v1/users/me/threads/t1")]
    [InlineData("DELETE", "gmail/v1/users/me/drafts")]
    [InlineData("PATCH", "gmail/v1/users/me/drafts/r1")]
    [InlineData("post", "gmail/v1/users/me/drafts")]
    [InlineData("SEND", "gmail/v1/users/me/drafts")]
    [InlineData("GET", "gmail/v2/users/me/drafts")]
    public async Task Anything_but_reading_and_drafting_never_leaves_the_process(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Raw($"{Wire.Address}g/{path}"));

        await Should.ThrowAsync<SendRefusedException>(() => SendAsync(request));

        Wire.Requests.ShouldBeEmpty();
        bell.Rang.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "POST")]
    [InlineData("x-http-method", "POST")]
    [InlineData("X-Method-Override", "POST")]
    [InlineData("Host", "elsewhere.test")]
    public async Task A_header_that_makes_it_another_call_is_refused(string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Wire.Address}g/gmail/v1/users/me/drafts");
        request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();

        await Should.ThrowAsync<SendRefusedException>(() => SendAsync(request));

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_method_override_that_hides_among_the_content_headers_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Wire.Address}g/gmail/v1/users/me/drafts")
        {
            Content = new StringContent("{}"),
        };
        request.Content.Headers.TryAddWithoutValidation("X-HTTP-Method-Override", "PUT").ShouldBeTrue();

        await Should.ThrowAsync<SendRefusedException>(() => SendAsync(request));

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_host_path_or_scheme_is_refused()
    {
        foreach (
            var elsewhere in new[]
            {
                $"{Wire.Address}gmail/v1/users/me/drafts",
                $"http://localhost:{Wire.Address.Port}/g/gmail/v1/users/me/drafts",
                $"http://a:b@127.0.0.1:{Wire.Address.Port}/g/gmail/v1/users/me/drafts",
                "https://gmail.googleapis.com/gmail/v1/users/me/drafts",
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, elsewhere);
            await Should.ThrowAsync<SendRefusedException>(() => SendAsync(request), elsewhere);
        }

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void A_synchronous_call_does_not_slip_past_the_rules()
    {
        using var invoker = Invoker();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Wire.Address}g/gmail/v1/users/me/drafts/send");

        Should.Throw<SendRefusedException>(() => invoker.Send(request, Now));

        Wire.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "profile")]
    [InlineData("GET", "threads?q=from%3Aa%40b.test&maxResults=10")]
    [InlineData("GET", "threads/18c2f?format=metadata&metadataHeaders=From&metadataHeaders=To")]
    [InlineData("GET", "messages/18c2f?format=raw")]
    [InlineData("GET", "labels")]
    [InlineData("GET", "settings/sendAs")]
    [InlineData("GET", "history?startHistoryId=1&historyTypes=messageAdded&labelId=SENT&maxResults=500&pageToken=x")]
    [InlineData("GET", "drafts?pageToken=x")]
    [InlineData("GET", "drafts/r-123_A?format=raw")]
    [InlineData("POST", "drafts")]
    [InlineData("PUT", "drafts/r-123")]
    [InlineData("DELETE", "drafts/r-123")]
    public async Task Reading_and_drafting_pass(string method, string tail)
    {
        foreach (var mailbox in new[] { "me", "rep%40sales.test", "rep+x@sales.test", "o%27neil%2Bx%40sales.test" })
        {
            var path = $"/g/gmail/v1/users/{mailbox}/{tail.Split('?')[0]}";
            Wire.On($"{method} {path}", "{}");
            using var request = new HttpRequestMessage(new HttpMethod(method), Raw($"{Wire.Address}g/gmail/v1/users/{mailbox}/{tail}"));
            using var response = await SendAsync(request);
            ((int)response.StatusCode).ShouldBe(200);
        }

        bell.Rang.ShouldBeEmpty();
        Wire.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_alarm_names_the_call_but_no_mailbox_and_no_id()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            Raw($"{Wire.Address}g/gmail/v1/users/jane%40acme.test/drafts%2Fr-99/SEND?x=jane")
        );

        var refused = await Should.ThrowAsync<SendRefusedException>(() => SendAsync(request));

        bell.Rang.ShouldBe([("gmail", "POST", "/*/gmail/v1/users/*/drafts/*/send")]);
        refused.PathShape.ShouldBe("/*/gmail/v1/users/*/drafts/*/send");
        refused.Message.ShouldNotContain("jane");
    }

    [Fact]
    public async Task An_alarm_that_fails_does_not_open_the_gate()
    {
        bell.Broken = true;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Wire.Address}g/gmail/v1/users/me/drafts/send");

        await Should.ThrowAsync<SendRefusedException>(() => SendAsync(request));

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_from_creating_to_sending_is_not_followed()
    {
        Wire.On("POST /g/gmail/v1/users/rep%40sales.test/drafts", new WireAnswer(307) { Location = "/g/gmail/v1/users/me/drafts/send" });

        var failure = await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Some.Draft(), Now));

        failure.Kind.ShouldBe(FailureKind.Refused);
        Wire.Requests.Count.ShouldBe(1);
    }

    protected override void Register(IServiceCollection more) => more.AddSingleton<IDraftOnlyAlarm>(bell);

    // As somebody would who wants to get a path past us: no clean-up by the Uri class.
    private static Uri Raw(string address) => new(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private HttpMessageInvoker Invoker() =>
        new(Services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("gmail"), disposeHandler: false);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (request.Method.Method is "POST" or "PUT")
            request.Content ??= new StringContent("""{"message":{"raw":"eA"}}""", Encoding.UTF8, "application/json");
        using var invoker = Invoker();
        return await invoker.SendAsync(request, Now);
    }
}
