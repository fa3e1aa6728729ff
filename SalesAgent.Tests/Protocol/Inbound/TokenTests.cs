using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>What a token must be for its activity to be let in, over real HTTP against a real key server.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private BotUnderTest bot = null!;

    public async ValueTask InitializeAsync() => bot = await BotUnderTest.StartAsync();

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Fact]
    public async Task The_connectors_own_token_is_let_in()
    {
        await ShouldBeLetInAsync(new Token());
        bot.Turns.ShouldHaveSingleItem().IsAuthenticated.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("{token}")]
    [InlineData("Basic {token}")]
    [InlineData("Bearer {token} more")]
    [InlineData("Bearer  {token}")]
    [InlineData("Bearer no.token.atall")]
    [InlineData("Bearer {token},Bearer {token}")]
    [InlineData("Bearer eyJhbGciOiJSUzI1NiJ9..")]
    public async Task A_header_that_is_not_one_bearer_token_is_refused(string? header)
    {
        var answer = await bot.SendAsync(
            header?.Replace("{token}", new Token().ToString(), StringComparison.Ordinal),
            Teams.Text("personal-message")
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        bot.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_authorization_headers_are_refused_even_when_both_are_good()
    {
        var body = Teams.Text("personal-message");
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, bot.Endpoint.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes(
                $"POST /api/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
                    + $"Authorization: Bearer {new Token()}\r\nAuthorization: Bearer {new Token()}\r\n\r\n{body}"
            )
        );

        var answer = await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken);

        answer.ShouldStartWith("HTTP/1.1 401 ");
        bot.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("RS512")]
    public async Task The_longer_hashes_are_let_in(string algorithm) =>
        await ShouldBeLetInAsync(
            new Token().WithAlgorithm(
                algorithm,
                Token.With(SigningKey.Connector.Rsa, algorithm == "RS384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA512)
            )
        );

    [Fact]
    public Task No_signature_is_refused() => ShouldBeRefusedAsync(new Token().WithAlgorithm("none", _ => []));

    [Fact]
    public Task An_unsigned_token_that_says_RS256_is_refused() => ShouldBeRefusedAsync(new Token { Sign = _ => [] });

    [Fact]
    public Task The_public_key_is_no_shared_secret() =>
        ShouldBeRefusedAsync(new Token().WithAlgorithm("HS256", data => HMACSHA256.HashData(SigningKey.Connector.PublicPem, data)));

    [Fact]
    public Task A_padding_that_was_not_agreed_on_is_refused() =>
        ShouldBeRefusedAsync(
            new Token().WithAlgorithm("PS256", Token.With(SigningKey.Connector.Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))
        );

    [Fact]
    public Task Somebody_elses_key_under_the_connectors_key_id_is_refused() =>
        ShouldBeRefusedAsync(new Token { Sign = Token.With(SigningKey.AnotherPair, HashAlgorithmName.SHA256) });

    [Fact]
    public Task A_key_that_is_not_published_is_refused() =>
        ShouldBeRefusedAsync(Token.SignedBy(new SigningKey("stranger") { Rsa = SigningKey.AnotherPair }));

    [Fact]
    public async Task A_token_must_say_which_key_signed_it()
    {
        var token = new Token();
        token.Header.Remove("kid");
        await ShouldBeRefusedAsync(token);
    }

    [Fact]
    public async Task Claims_changed_after_signing_are_refused()
    {
        var parts = new Token().ToString().Split('.');
        var other = new Token().Claiming("exp", Teams.Now.AddYears(1).ToUnixTimeSeconds()).ToString().Split('.');

        var answer = await bot.SendAsync($"Bearer {parts[0]}.{other[1]}.{parts[2]}", Teams.Text("personal-message"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://api.botframework.us")]
    [InlineData("https://api.botframework.azure.cn")]
    [InlineData("https://api.botframework.com/")]
    [InlineData("https://API.botframework.com")]
    [InlineData("https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")]
    [InlineData("https://login.microsoftonline.com/" + Teams.Tenant + "/v2.0")]
    [InlineData("https://attacker.example")]
    public Task Only_this_clouds_connector_may_issue_tokens(string? issuer) =>
        ShouldBeRefusedAsync(issuer is null ? new Token().Without("iss") : new Token().Claiming("iss", issuer));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("api://" + Teams.AppId)]
    [InlineData("api://botid-" + Teams.AppId)]
    [InlineData(Teams.AppId + "/")]
    [InlineData("https://api.botframework.com")]
    public Task A_token_for_another_bot_is_refused(string? audience) =>
        ShouldBeRefusedAsync(audience is null ? new Token().Without("aud") : new Token().Claiming("aud", audience));

    [Fact]
    public Task A_token_for_this_bot_among_others_is_refused() =>
        ShouldBeRefusedAsync(new Token().Claiming("aud", new JsonArray(Teams.AppId, "another-bot")));

    [Fact]
    public Task A_token_another_bot_got_for_this_one_is_refused() =>
        ShouldBeRefusedAsync(
            new Token()
                .Claiming("iss", $"https://login.microsoftonline.com/{Teams.Tenant}/v2.0")
                .Claiming("ver", "2.0")
                .Claiming("tid", Teams.Tenant)
                .Claiming("azp", "5d3f0a10-0000-4000-8000-000000000001")
        );

    [Theory]
    [InlineData(-30, -4)]
    [InlineData(4, 30)]
    public Task Four_minutes_of_wrong_clock_are_forgiven(int notBefore, int expires) =>
        ShouldBeLetInAsync(new Token().ValidBetween(TimeSpan.FromMinutes(notBefore), TimeSpan.FromMinutes(expires)));

    [Theory]
    [InlineData(-30, -6)]
    [InlineData(6, 30)]
    [InlineData(-6000, -5000)]
    [InlineData(5000, 6000)]
    public Task Six_minutes_of_wrong_clock_are_not(int notBefore, int expires) =>
        ShouldBeRefusedAsync(new Token().ValidBetween(TimeSpan.FromMinutes(notBefore), TimeSpan.FromMinutes(expires)));

    [Fact]
    public Task A_token_that_never_ends_is_refused() => ShouldBeRefusedAsync(new Token().Without("exp"));

    [Fact]
    public Task A_token_without_a_beginning_is_let_in() => ShouldBeLetInAsync(new Token().Without("nbf"));

    [Fact]
    public async Task A_token_that_was_let_in_before_is_refused_once_it_has_ended()
    {
        await ShouldBeLetInAsync(new Token());
        bot.Time.Advance(TimeSpan.FromDays(1));

        (await bot.PostAsync(new Token())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_was_let_in_before_is_refused_once_its_keys_certificate_has_ended()
    {
        bot.Keys.Keys = [new SigningKey("connector-1") { Certificate = (Teams.Now.AddYears(-1), Teams.Now.AddHours(1)) }];
        var token = new Token().Claiming("exp", Teams.Now.AddDays(1).ToUnixTimeSeconds());
        await ShouldBeLetInAsync(token);
        bot.Time.Advance(TimeSpan.FromHours(2));

        (await bot.PostAsync(token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_was_let_in_before_proves_nothing_for_another_service_url()
    {
        await ShouldBeLetInAsync(new Token());
        var elsewhere = Teams.Message();
        elsewhere["serviceUrl"] = "https://smba.trafficmanager.net/amer/";

        (await bot.PostAsync(new Token(), elsewhere)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_in_a_valid_certificate_is_let_in()
    {
        bot.Keys.Keys = [new SigningKey("connector-1") { Certificate = (Teams.Now.AddYears(-1), Teams.Now.AddDays(1)) }];
        await ShouldBeLetInAsync(new Token());
    }

    [Theory]
    [InlineData(-700, -1)]
    [InlineData(1, 700)]
    public async Task A_key_in_an_expired_or_future_certificate_is_refused(int from, int to)
    {
        bot.Keys.Keys = [new SigningKey("connector-1") { Certificate = (Teams.Now.AddDays(from), Teams.Now.AddDays(to)) }];
        await ShouldBeRefusedAsync(new Token());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://smba.trafficmanager.net/amer/")]
    [InlineData("https://attacker.example/")]
    public Task The_token_must_be_for_the_activitys_service_url(string? claimed) =>
        ShouldBeRefusedAsync(claimed is null ? new Token().Without("serviceurl") : new Token().Claiming("serviceurl", claimed));

    [Fact]
    public Task Two_service_urls_are_none() =>
        ShouldBeRefusedAsync(new Token().Claiming("serviceurl", new JsonArray(Teams.ServiceUrl, Teams.ServiceUrl)));

    [Fact]
    public Task The_service_url_claim_is_spelt_in_lower_case() =>
        ShouldBeRefusedAsync(new Token().Without("serviceurl").Claiming("serviceUrl", Teams.ServiceUrl));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_activity_without_a_service_url_matches_no_token(string? serviceUrl)
    {
        var activity = Teams.Message();
        activity["serviceUrl"] = serviceUrl;

        var answer = await bot.PostAsync(new Token().Claiming("serviceurl", ""), activity);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public Task The_service_url_may_differ_in_case() =>
        ShouldBeLetInAsync(new Token().Claiming("serviceurl", Teams.ServiceUrl.ToUpperInvariant()));

    [Fact]
    public async Task A_refusal_says_no_more_than_its_status()
    {
        var token = new Token().Claiming("iss", "https://attacker.example/?<script>\r\nforged line");

        var answer = await bot.PostAsync(token);

        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.Select(field => field.Key).ShouldBe(["type", "title", "status"]);
        bot.Logged.ShouldContain("https://attacker.example/script");
        bot.Logged.ShouldNotContain("\r\nforged line");
        bot.Logged.ShouldNotContain(token.ToString().Split('.')[1]);
    }

    private async Task ShouldBeLetInAsync(Token token)
    {
        var answer = await bot.PostAsync(token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, bot.Logged);
        bot.Turns.Count.ShouldBe(1);
    }

    private async Task ShouldBeRefusedAsync(Token token)
    {
        var answer = await bot.PostAsync(token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, bot.Logged);
        answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        bot.Turns.ShouldBeEmpty();
    }
}
