using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Connectors.DraftOnly;

namespace SalesAgent.Tests.Connectors.Calendar;

public sealed class HoldOnlyTests : ConnectorWorld
{
    private const string Events = "calendars/rep%40sales.test/events";
    private const string Hold =
        """{"id":"abcde","summary":"x","start":{},"end":{},"status":"tentative","transparency":"opaque","visibility":"private","reminders":{"useDefault":false}}""";

    [Theory]
    [InlineData("GET", "calendars/rep%40sales.test")]
    [InlineData("GET", "calendars/primary?fields=timeZone")]
    [InlineData("GET", "users/me/settings/timezone")]
    [InlineData("GET", "users/me/calendarList?maxResults=250&pageToken=x")]
    [InlineData("GET", $"{Events}/abcde")]
    [InlineData(
        "GET",
        $"{Events}?timeMin=2026-11-24T15%3A00%3A00Z&timeMax=2026-11-24T15%3A30%3A00Z&singleEvents=true&fields=items%2Fid&maxResults=250&pageToken=x"
    )]
    [InlineData("POST", "freeBusy")]
    [InlineData("POST", $"{Events}?sendUpdates=none")]
    [InlineData("DELETE", $"{Events}/abcde?sendUpdates=none")]
    public async Task Reading_and_holding_pass(string method, string path)
    {
        Wire.On($"{method} /c/{path.Split('?')[0]}", "{}");

        ((int)(await SendAsync(method, path, Hold)).StatusCode).ShouldBe(200);
    }

    [Theory]
    [InlineData("POST", Events)]
    [InlineData("POST", $"{Events}?sendUpdates=all")]
    [InlineData("POST", $"{Events}?sendUpdates=externalOnly")]
    [InlineData("POST", $"{Events}?sendUpdates=none&sendUpdates=all")]
    [InlineData("POST", $"{Events}?sendUpdates=none&sendNotifications=true")]
    [InlineData("POST", $"{Events}?sendUpdates=none&conferenceDataVersion=1")]
    [InlineData("POST", $"{Events}?sendUpdates=%6eone")]
    [InlineData("POST", $"{Events}/?sendUpdates=none")]
    [InlineData("POST", $"{Events}/abcde?sendUpdates=none")]
    [InlineData("POST", $"{Events}/abcde/move?sendUpdates=none")]
    [InlineData("POST", $"{Events}/import?sendUpdates=none")]
    [InlineData("POST", $"{Events}/quickAdd?sendUpdates=none")]
    [InlineData("POST", "calendars/rep%2Fevents?sendUpdates=none")]
    [InlineData("POST", "calendars/a%2Fb/events?sendUpdates=none")]
    [InlineData("POST", "calendars//events?sendUpdates=none")]
    [InlineData("POST", "calendars/rep%40sales.test/Events?sendUpdates=none")]
    [InlineData("POST", "calendars/rep%40sales.test/acl?sendUpdates=none")]
    [InlineData("POST", "calendars?sendUpdates=none")]
    [InlineData("POST", "freebusy")]
    [InlineData("PUT", $"{Events}/abcde?sendUpdates=none")]
    [InlineData("PATCH", $"{Events}/abcde?sendUpdates=none")]
    [InlineData("DELETE", $"{Events}/abcde")]
    [InlineData("DELETE", $"{Events}/abcde?sendUpdates=all")]
    [InlineData("DELETE", $"{Events}?sendUpdates=none")]
    [InlineData("DELETE", "calendars/rep%40sales.test?sendUpdates=none")]
    [InlineData("GET", Events)]
    [InlineData("GET", $"{Events}?timeMin=2026-11-24T15%3A00%3A00Z")]
    [InlineData("GET", $"{Events}?timeMax=2026-11-24T15%3A00%3A00Z&singleEvents=true")]
    [InlineData("GET", $"{Events}?timeMin=a&timeMax=b&q=jane")]
    [InlineData("GET", $"{Events}?timeMin=a&timeMax=b&alwaysIncludeEmail=true")]
    [InlineData("GET", $"{Events}?pageToken=timeMin=a&fields=timeMax=b")]
    [InlineData("GET", $"{Events}/?timeMin=a&timeMax=b")]
    [InlineData("GET", $"{Events}/abcde?timeMin=a&timeMax=b")]
    [InlineData("GET", "calendars")]
    [InlineData("GET", "users/me/settings")]
    [InlineData("GET", "users/me/settings/timezone/x")]
    [InlineData("GET", "calendars/rep%40sales.test?$httpMethod=DELETE")]
    [InlineData("post", "freeBusy")]
    [InlineData("POST", "../../batch/calendar/v3")]
    public async Task Anything_else_never_leaves_the_process(string method, string path)
    {
        await Should.ThrowAsync<SendRefusedException>(() => SendAsync(method, path, Hold));

        Wire.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false},"attendees":[{"email":"jane@acme.test"}]}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false},"attendees":[]}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false},"\u0061ttendees":[{"email":"jane@acme.test"}]}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false},"Attendees":[{"email":"jane@acme.test"}]}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false},"conferenceData":{"createRequest":{"requestId":"1"}}}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false},"recurrence":["RRULE:FREQ=DAILY"]}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false},"description":"x"}""")]
    [InlineData("""{"id":"abcde"}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":true}}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false},"reminders":{"useDefault":true}}""")]
    [InlineData("""{"id":"abcde","reminders":{"useDefault":false,"overrides":[{"method":"email","minutes":10}]}}""")]
    [InlineData("""[{"id":"abcde"}]""")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task A_body_that_says_more_than_a_hold_may_never_leaves_the_process(string body)
    {
        await Should.ThrowAsync<SendRefusedException>(() => SendAsync("POST", $"{Events}?sendUpdates=none", body));
        await Should.ThrowAsync<SendRefusedException>(() => SendAsync("POST", $"{Events}?sendUpdates=none", body, packed: true));

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_packed_hold_is_looked_into_and_goes_out_whole()
    {
        Wire.On($"POST /c/{Events}", "{}");

        using var response = await SendAsync("POST", $"{Events}?sendUpdates=none", Hold, packed: true);

        Wire.Only.Headers["Content-Encoding"].ShouldBe("gzip");
        Wire.Only.Headers["Content-Length"].ShouldBe(Packed(Hold).Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_body_that_cannot_be_looked_into_or_does_not_end_never_leaves_the_process()
    {
        using var unknown = new HttpRequestMessage(HttpMethod.Post, Raw($"{Events}?sendUpdates=none"))
        {
            Content = new StringContent(Hold),
        };
        unknown.Content.Headers.ContentEncoding.Add("br");
        await Should.ThrowAsync<SendRefusedException>(() => SendAsync(unknown));
        await Should.ThrowAsync<SendRefusedException>(() =>
            SendAsync("POST", $"{Events}?sendUpdates=none", new string(' ', 10_000_000) + Hold, packed: true)
        );
        await Should.ThrowAsync<SendRefusedException>(() =>
            SendAsync("POST", $"{Events}?sendUpdates=none", new string(' ', 100_000) + Hold)
        );

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_alarm_names_the_calendar_and_nobody()
    {
        await Should.ThrowAsync<SendRefusedException>(() =>
            SendAsync("POST", "calendars/jane%40acme.test/events/quickAdd?text=jane", Hold)
        );

        bell.Rang.ShouldBe([("calendar", "POST", "/*/calendars/*/events/quickAdd")]);
    }

    protected override void Register(IServiceCollection more) => more.AddSingleton<IDraftOnlyAlarm>(bell);

    private readonly AlarmBell bell = new();

    private Uri Raw(string path) =>
        new($"{Wire.Address}c/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static byte[] Packed(string body)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Optimal))
            packing.Write(Encoding.UTF8.GetBytes(body));
        return packed.ToArray();
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string body, bool packed = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Raw(path));
        if (method is not ("GET" or "DELETE"))
        {
            request.Content = new ByteArrayContent(packed ? Packed(body) : Encoding.UTF8.GetBytes(body));
            if (packed)
                request.Content.Headers.ContentEncoding.Add("gzip");
        }

        return await SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var invoker = new HttpMessageInvoker(
            Services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("calendar"),
            disposeHandler: false
        );
        return await invoker.SendAsync(request, Now);
    }
}
