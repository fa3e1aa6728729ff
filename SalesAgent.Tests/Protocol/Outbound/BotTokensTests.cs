using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Outbound;

public sealed class BotTokensTests : IAsyncLifetime
{
    private const string AppId = "2f1b2a3c-0000-4000-8000-000000000001";
    private const string Tenant = "7e57ab1e-0000-4000-8000-000000000002";
    private const string Secret = "a-secret~that.must-not/leak";

    private readonly List<IAsyncDisposable> owned = [];
    private readonly ConcurrentQueue<string> logged = [];
    private readonly ConcurrentQueue<Uri> asked = [];
    private LoginServer login = null!;

    public async ValueTask InitializeAsync() => login = await LoginServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var disposable in owned)
            await disposable.DisposeAsync();
        await login.DisposeAsync();
    }

    [Fact]
    public async Task A_single_tenant_bot_asks_its_own_tenant_with_its_secret_and_nobody_else()
    {
        (await Tokens(SingleTenant()).GetAsync(Now)).ShouldBe("token-1");

        var (path, form) = login.Requests.ShouldHaveSingleItem();
        path.ShouldBe($"/{Tenant}/oauth2/v2.0/token");
        asked.ShouldHaveSingleItem().GetLeftPart(UriPartial.Authority).ShouldBe(login.Authority.GetLeftPart(UriPartial.Authority));
        form["grant_type"].ShouldBe("client_credentials");
        form["client_id"].ShouldBe(AppId);
        form["client_secret"].ShouldBe(Secret);
        form["scope"].ShouldContain("https://api.botframework.com/.default");
    }

    [Fact]
    public async Task A_multi_tenant_bot_asks_the_Bot_Frameworks_tenant()
    {
        var bot = SingleTenant();
        bot.MicrosoftAppType = "MultiTenant";
        bot.MicrosoftAppTenantId = "";

        (await Tokens(bot).GetAsync(Now)).ShouldBe("token-1");

        login.Requests.ShouldHaveSingleItem().Path.ShouldBe("/botframework.com/oauth2/v2.0/token");
    }

    [Fact]
    public async Task The_login_authority_may_lie_under_a_path()
    {
        var bot = SingleTenant();
        bot.LoginAuthority = new Uri(login.Authority, "/sandbox/login/");

        (await Tokens(bot).GetAsync(Now)).ShouldBe("token-1");

        login.Requests.ShouldHaveSingleItem().Path.ShouldBe($"/sandbox/login/{Tenant}/oauth2/v2.0/token");
    }

    [Theory]
    [InlineData("pfx", "")]
    [InlineData("pfx", "its password")]
    [InlineData("pem", "")]
    [InlineData("pem", "its password")]
    public async Task A_bot_with_a_certificate_signs_its_assertion_with_it(string form, string password)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1),
            TimeProvider.System.GetUtcNow().AddDays(1)
        );
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{form}");
        await WriteAsync(file, certificate, key, password);
        try
        {
            var bot = SingleTenant();
            (bot.MicrosoftAppPassword, bot.MicrosoftAppCertificateFile, bot.MicrosoftAppCertificatePassword) = ("", file, password);
            new CertificateFile().Validate(null, bot).Succeeded.ShouldBeTrue();

            (await Tokens(bot).GetAsync(Now)).ShouldBe("token-1");

            var sent = login.Requests.ShouldHaveSingleItem().Form;
            sent.Keys.ShouldNotContain("client_secret");
            sent["client_assertion_type"].ShouldBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            var parts = sent["client_assertion"].Split('.');
            using var claims = JsonDocument.Parse(Decode(parts[1]));
            claims.RootElement.GetProperty("iss").GetString().ShouldBe(AppId);
            using var header = JsonDocument.Parse(Decode(parts[0]));
            var padding =
                header.RootElement.GetProperty("alg").GetString() == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
            key.VerifyData(
                    System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                    Decode(parts[2]),
                    HashAlgorithmName.SHA256,
                    padding
                )
                .ShouldBeTrue();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_certificate_file_that_cannot_be_read_is_named_at_start()
    {
        var bot = SingleTenant();
        bot.MicrosoftAppCertificateFile = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pfx");

        var checkedAtStart = new CertificateFile().Validate(null, bot);

        checkedAtStart.Failed.ShouldBeTrue();
        checkedAtStart.FailureMessage.ShouldStartWith("MicrosoftAppCertificateFile");
        checkedAtStart.FailureMessage.ShouldNotContain(bot.MicrosoftAppCertificateFile);
    }

    [Fact]
    public async Task A_token_is_fetched_once_however_many_ask()
    {
        login.Delay = TimeSpan.FromMilliseconds(50);
        var tokens = Tokens(SingleTenant());

        var got = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => tokens.GetAsync(Now)));

        got.ShouldAllBe(token => token == "token-1");
        login.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once_however_many_were_refused()
    {
        var tokens = Tokens(SingleTenant());
        var refused = (await tokens.GetAsync(Now))!;

        var got = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => tokens.RenewAsync(refused, Now)));

        got.ShouldAllBe(token => token == "token-2");
        (await tokens.GetAsync(Now)).ShouldBe("token-2");
        login.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_secret_is_said_clearly_and_kept_out_of_message_and_log()
    {
        login.Refusal = form =>
            Results.Text(
                $$"""{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided: {{form["client_secret"]}}","error_codes":[7000215]}""",
                "application/json",
                statusCode: 401
            );

        var refused = await Tokens(SingleTenant()).GetAsync(Now).ShouldThrowAsync<ConnectorFailureException>();

        refused.Kind.ShouldBe(ConnectorFailure.Unauthorized);
        refused.Code.ShouldBe("invalid_client");
        refused.SubCode.ShouldBe("AADSTS7000215");
        refused.Message.ShouldContain("MicrosoftAppId");
        refused.ToString().ShouldNotContain(Secret);
        logged.ShouldContain(line => line.Contains("AADSTS7000215"));
        logged.ShouldAllBe(line => !line.Contains(Secret));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_login_authority_is_a_passing_fault_with_its_wait(int status)
    {
        login.Refusal = _ => new Busy(status);

        var refused = await Tokens(SingleTenant()).GetAsync(Now).ShouldThrowAsync<ConnectorFailureException>();

        refused.Kind.ShouldBe(ConnectorFailure.Transient);
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(37));
    }

    [Fact]
    public async Task A_login_authority_that_is_not_there_is_a_passing_fault()
    {
        var bot = SingleTenant();
        await login.DisposeAsync();

        var failure = await Tokens(bot).GetAsync(Now).ShouldThrowAsync<ConnectorFailureException>();

        failure.Kind.ShouldBe(ConnectorFailure.Transient);
        failure.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_refusal_is_not_remembered_once_the_secret_is_accepted()
    {
        login.Refusal = _ =>
            Results.Text(
                """{"error":"invalid_client","error_description":"AADSTS7000222: expired"}""",
                "application/json",
                statusCode: 401
            );
        var tokens = Tokens(SingleTenant());
        await tokens.GetAsync(Now).ShouldThrowAsync<ConnectorFailureException>();

        login.Refusal = null;

        (await tokens.GetAsync(Now)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_an_app_id_there_is_no_token_and_nobody_is_asked()
    {
        var tokens = Tokens(new BotOptions { AllowAnonymous = true, LoginAuthority = login.Authority });

        (await tokens.GetAsync(Now)).ShouldBeNull();

        login.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_federated_identity_proves_the_bots_own_registration_without_a_secret()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", new Uri(login.Authority, "/msi/token").ToString());
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "header");
        try
        {
            var bot = SingleTenant();
            (bot.MicrosoftAppPassword, bot.MicrosoftAppFederatedClientId) = ("", "the-managed-identity");
            var tokens = Tokens(bot);

            (await tokens.GetAsync(Now)).ShouldBe("token-2");

            login.Requests.Select(request => request.Path).ShouldBe(["/msi/token", $"/{Tenant}/oauth2/v2.0/token"]);
            var (identity, bots) = (login.Requests.First().Form, login.Requests.Last().Form);
            (identity["resource"], identity["client_id"]).ShouldBe(("api://AzureADTokenExchange", "the-managed-identity"));
            (bots["client_id"], bots["client_assertion"]).ShouldBe((AppId, "token-1"));
            bots["client_assertion_type"].ShouldBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            bots.Keys.ShouldNotContain("client_secret");
            logged.ShouldAllBe(line => !line.Contains("token-1") && !line.Contains("token-2"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        }
    }

    [Fact]
    public async Task A_managed_identity_is_asked_for_the_resource_with_the_bots_id_and_no_secret()
    {
        // The way App Service offers a managed identity; MSAL finds it by these two variables.
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", new Uri(login.Authority, "/msi/token").ToString());
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "header");
        try
        {
            var bot = SingleTenant();
            (bot.MicrosoftAppType, bot.MicrosoftAppPassword) = ("UserAssignedMSI", "");

            (await Tokens(bot).GetAsync(Now)).ShouldBe("token-1");

            var (path, query) = login.Requests.ShouldHaveSingleItem();
            path.ShouldBe("/msi/token");
            query["resource"].ShouldBe("https://api.botframework.com");
            query["client_id"].ShouldBe(AppId);
        }
        finally
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        }
    }

    [Theory]
    [InlineData("https://login.example.com/tenant/oauth2/v2.0/token", "https://login.example.com/tenant/oauth2/v2.0/token")]
    [InlineData("http://169.254.169.254/metadata/identity", "http://169.254.169.254/metadata/identity")]
    [InlineData("https://127.0.0.1:5001/tenant", "https://127.0.0.1:5001/tenant")]
    [InlineData("https://127.0.0.1:5000/tenant?a=b", "http://127.0.0.1:5000/sandbox/tenant?a=b")]
    public async Task Only_requests_to_the_login_authority_are_diverted(string asked, string sent)
    {
        Uri? seen = null;
        using var address = new LoginAddress(new Uri("http://127.0.0.1:5000/sandbox"))
        {
            InnerHandler = new Seen(request => seen = request.RequestUri),
        };
        using var invoker = new HttpMessageInvoker(address);
        using var request = new HttpRequestMessage(HttpMethod.Post, asked);

        using var answer = await invoker.SendAsync(request, Now);

        seen.ShouldBe(new Uri(sent));
    }

    /// <summary>As the SDK does before each of its calls.</summary>
    [Fact]
    public async Task The_SDKs_calls_carry_the_token_and_none_without_credentials()
    {
        using var call = new HttpRequestMessage();
        await Tokens(SingleTenant()).ProcessHttpRequestAsync(call, Now);
        call.Headers.Authorization!.ToString().ShouldBe("Bearer token-1");

        using var playground = new HttpRequestMessage();
        await Tokens(new BotOptions { AllowAnonymous = true, LoginAuthority = login.Authority }).ProcessHttpRequestAsync(playground, Now);
        playground.Headers.Authorization.ShouldBeNull();
    }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private BotOptions SingleTenant() =>
        new()
        {
            MicrosoftAppId = AppId,
            MicrosoftAppPassword = Secret,
            MicrosoftAppTenantId = Tenant,
            LoginAuthority = login.Authority,
        };

    private BotTokens Tokens(BotOptions bot)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(logged)));
        services.AddSingleton(Options.Create(bot));
        services.AddSingleton<IHostEnvironment>(new Development());
        services.AddBotConnector();
        services
            .AddHttpClient(LoginHttpClients.ClientName)
            .AddHttpMessageHandler(() => new Onlooker(request => asked.Enqueue(request.RequestUri!)));
        var provider = services.BuildServiceProvider();
        owned.Add(provider);
        return provider.GetRequiredService<BotTokens>();
    }

    private static async Task WriteAsync(string file, X509Certificate2 certificate, RSA key, string password)
    {
        if (file.EndsWith("pfx", StringComparison.Ordinal))
        {
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, password), Now);
            return;
        }

        var keyText =
            password.Length == 0
                ? key.ExportPkcs8PrivateKeyPem()
                : key.ExportEncryptedPkcs8PrivateKeyPem(
                    password,
                    new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
                );
        await File.WriteAllTextAsync(file, $"{certificate.ExportCertificatePem()}\n{keyText}\n", Now);
    }

    private static byte[] Decode(string part) => System.Buffers.Text.Base64Url.DecodeFromChars(part);

    private sealed class Busy(int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.Headers.RetryAfter = "37";
            return httpContext.Response.WriteAsync("""{"error":"temporarily_unavailable"}""");
        }
    }

    private sealed class Seen(Action<HttpRequestMessage> look) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            look(request);
            return Task.FromResult(new HttpResponseMessage());
        }
    }

    private sealed class Onlooker(Action<HttpRequestMessage> look) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            look(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
