using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

/// <summary>What is configured is read at start, and what is wrong with it is said without quoting it.</summary>
public sealed class GoogleFilesTests : SignInWorld
{
    private const string Secret = "s3cr3t-content";

    [Theory]
    [InlineData("""{"s3cr3t-content":""", "it is no JSON")]
    [InlineData("\"s3cr3t-content\"", "it is no JSON object")]
    [InlineData("""{"type":"service_account","client_id":"s3cr3t-content"}""", "it is no OAuth client")]
    [InlineData("""{"web":{"client_id":"s3cr3t-content"}}""", "it has no client_id or no client_secret")]
    [InlineData("""{"installed":{"client_id":7,"client_secret":"s3cr3t-content"}}""", "it has no client_id or no client_secret")]
    public void A_file_that_is_no_oauth_client_is_named_by_its_key(string content, string what)
    {
        Settings["Google:ClientSecretFile"] = Write("wrong.json", content);

        Problems().ShouldHaveSingleItem().ShouldStartWith($"Google:ClientSecretFile cannot be used: {what}");
    }

    [Theory]
    [InlineData("""{"installed":{"client_id":"s3cr3t-content","client_secret":"x"}}""", "it is no key of a service account")]
    [InlineData("""{"type":"service_account","client_email":"s3cr3t-content"}""", "it has no client_email or no private_key")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"s3cr3t-content"}""", "its private_key cannot be used")]
    [InlineData(
        """{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\nczNjcjN0LWNvbnRlbnQ=\n-----END PRIVATE KEY-----\n"}""",
        "its private_key cannot be used"
    )]
    public void A_file_that_is_no_service_account_is_named_by_its_key(string content, string what)
    {
        Settings["Google:ClientSecretFile"] = null;
        Settings["Google:RedirectUri"] = null;
        Settings["Google:ServiceAccountFile"] = Write("wrong.json", content);

        Problems().ShouldHaveSingleItem().ShouldStartWith($"Google:ServiceAccountFile cannot be used: {what}");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_by_its_key()
    {
        Settings["Google:ClientSecretFile"] = "no-such-folder/client.json";

        Problems().ShouldHaveSingleItem().ShouldStartWith("Google:ClientSecretFile names a file that is not there");
    }

    [Fact]
    public void Only_one_way_in_can_be_configured()
    {
        Settings["Google:ServiceAccountFile"] = Write("key.json", GoogleKeyFiles.ServiceAccountKey());

        Problems().ShouldHaveSingleItem().ShouldContain("exclude each other");
    }

    [Fact]
    public void A_desktop_client_cannot_send_people_back_to_a_server()
    {
        Settings["Google:ClientSecretFile"] = Write("desktop.json", GoogleKeyFiles.DesktopClient);
        Settings["Google:RedirectUri"] = "https://bot.contoso.example/auth/google/callback";

        Problems().ShouldHaveSingleItem().ShouldContain("Web application");
    }

    [Fact]
    public void A_relative_path_starts_at_the_content_root()
    {
        Settings["Google:ClientSecretFile"] = "client.json";

        Problems().ShouldBeEmpty();
    }

    private IEnumerable<string> Problems()
    {
        try
        {
            _ = One.GetRequiredService<IOptions<GoogleOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            wrong.Message.ShouldNotContain(Secret);
            return wrong.Failures;
        }
    }
}
