using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Flows;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Tests.Connectors.Gmail;
using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

/// <summary>
/// The token endpoint, through the credential of Google's own library: it is asked before the call and again after a 401.
/// </summary>
public sealed class GoogleTokenErrorRowTests : ErrorRowContract, IGoogleCredentials
{
    private const string Token = "POST /token";
    private const string Profile = "GET /g/gmail/v1/users/rep%40sales.test/profile";

    private bool isStale = true;

    public static TheoryData<string> Rows => ErrorRow.Names("GoogleToken");

    protected override string Connector => "gmail";

    protected override (string Call, Func<Task> Ask) Reading => (Token, () => Gmail.ProfileAsync(Rep, Now));

    protected override (string Call, Func<Task> Ask) Writing => (Token, () => Gmail.CreateDraftAsync(Rep, Some.Draft(), Now));

    [Theory, MemberData(nameof(Rows))]
    public async Task Every_row_means_what_the_reference_says(string row)
    {
        await HoldsAsync(ErrorRow.Find("GoogleToken", row));

        Wire.Requests.ShouldAllBe(request => request.Call == Token);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once_and_the_call_repeated()
    {
        isStale = false;
        Wire.On(Token, """{"access_token":"new","expires_in":3599,"token_type":"Bearer"}""")
            .On(Profile, ErrorRow.Find("Gmail", "401 authError").Answer, new WireAnswer(200, """{"emailAddress":"rep@sales.test"}"""));

        (await Gmail.ProfileAsync(Rep, Now)).ShouldBe(Rep);

        Wire.Requests.Select(request => request.Call).ShouldBe([Profile, Token, Profile]);
        Wire.Requests.Last().Headers["Authorization"].ShouldBe("Bearer new");
    }

    [Fact]
    public async Task A_token_that_is_refused_twice_needs_a_person()
    {
        isStale = false;
        Wire.On(Token, """{"access_token":"new","expires_in":3599,"token_type":"Bearer"}""")
            .On(Profile, ErrorRow.Find("Gmail", "401 authError").Answer);

        (await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now))).Kind.ShouldBe(FailureKind.Unauthorised);

        Wire.Count(Profile).ShouldBe(2);
    }

    Task<IConfigurableHttpClientInitializer> IGoogleCredentials.ForMailboxAsync(string mailbox, CancellationToken cancellationToken)
    {
        var flow = new GoogleAuthorizationCodeFlow(
            new Addresses(Wire.Address)
            {
                ClientSecrets = new ClientSecrets { ClientId = "id", ClientSecret = "secret" },
                DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            }
        );
        var token = new TokenResponse
        {
            RefreshToken = "refresh",
            AccessToken = "old",
            ExpiresInSeconds = isStale ? 0 : 3599,
            IssuedUtc = TimeProvider.System.GetUtcNow().UtcDateTime,
        };
        return Task.FromResult<IConfigurableHttpClientInitializer>(new UserCredential(flow, mailbox, token));
    }

    protected override void Register(IServiceCollection more)
    {
        base.Register(more);
        more.AddSingleton<IGoogleCredentials>(this);
    }

    private sealed class Addresses(Uri server)
        : GoogleAuthorizationCodeFlow.Initializer(
            new Uri(server, "auth").ToString(),
            new Uri(server, "token").ToString(),
            new Uri(server, "revoke").ToString()
        );
}
