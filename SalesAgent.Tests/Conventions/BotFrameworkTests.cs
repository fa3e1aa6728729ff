using System.Reflection;
using System.Text.RegularExpressions;
using SalesAgent.Bot;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Conventions;

/// <summary>How the product stands on the SDK, so that it can be moved to the next one.</summary>
public sealed partial class BotFrameworkTests
{
    /// <summary>Without one, the SDK repeats a message four times after a fault, and a hundred times when it is asked to wait.</summary>
    [Fact]
    public void No_connector_client_is_made_but_with_our_HttpClient_and_in_one_place()
    {
        Sources
            .Product.Where(file => MakesConnectorClient().IsMatch(file.Text))
            .Select(file => file.Path)
            .ShouldBe(["SalesAgent.Bot/Protocol/Connector/TeamsConnectors.cs"]);

        var made = typeof(SalesAgentApp)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(Microsoft.Bot.Connector.ConnectorClient)))
            .ShouldHaveSingleItem();
        made.DeclaringType.ShouldBe(typeof(TeamsConnectors));
        made.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .ShouldAllBe(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(HttpClient)));
        BaseCall()
            .Matches(
                Sources
                    .Under("SalesAgent.Bot/Protocol/Connector")
                    .Single(file => file.Path.EndsWith("/TeamsConnectors.cs", StringComparison.Ordinal))
                    .Text
            )
            .ShouldHaveSingleItem()
            .Groups[1]
            .Value.ShouldBe("serviceUrl, tokens, client, disposeHttpClient: false");
    }

    [Theory]
    [InlineData("new ConnectorClient(uri, credentials)")]
    [InlineData("using var c = new Microsoft.Bot.Connector.ConnectorClient(uri);")]
    [InlineData("class Mine(Uri u) : ConnectorClient(u)")]
    [InlineData("class Mine : Other, Microsoft.Bot.Connector.ConnectorClient")]
    [InlineData("new TeamsConnectorClient(uri)")]
    [InlineData("ConnectorClient c = new(uri);")]
    public void A_connector_client_that_is_made_is_seen(string text) => MakesConnectorClient().IsMatch(text).ShouldBeTrue();

    /// <summary>Ours has another name: what a rule throws is never the SDK's, and to catch that would be to catch nothing.</summary>
    [Fact]
    public void Nobody_waits_for_the_SDKs_exception_of_a_failed_call() =>
        Sources.Product.Where(file => SdksException().IsMatch(file.Text)).Select(file => file.Path).ShouldBeEmpty();

    /// <summary>The SDK's JSON library: the next SDK has another.</summary>
    [Fact]
    public void The_SDKs_JSON_stays_at_the_seam() =>
        Sources
            .Under("SalesAgent.Bot")
            .Where(file =>
                file.Text.Contains("Newtonsoft", StringComparison.Ordinal)
                && !file.Path.StartsWith("SalesAgent.Bot/Protocol/", StringComparison.Ordinal)
            )
            .Select(file => file.Path)
            .ShouldBe(["SalesAgent.Bot/Teams/TeamsPlaceRow.cs"]);

    [Fact]
    public void The_SDK_is_named_by_protocol_and_Teams_alone() =>
        Sources
            .Product.Where(file =>
                file.Text.Contains("Microsoft.Bot.", StringComparison.Ordinal)
                && !file.Path.StartsWith("SalesAgent.Bot/Protocol/", StringComparison.Ordinal)
                && !file.Path.StartsWith("SalesAgent.Bot/Teams/", StringComparison.Ordinal)
            )
            .Select(file => file.Path)
            .ShouldBeEmpty();

    /// <summary>
    /// Its own credentials switch MSAL to a cache of the whole process and ask Microsoft's cloud whatever authority is set.
    /// </summary>
    [Fact]
    public void The_SDKs_credentials_and_configuration_are_not_used() =>
        Sources.Product.Where(file => SdksCredentials().IsMatch(file.Text)).Select(file => file.Path).ShouldBeEmpty();

    [Fact]
    public void Nothing_of_the_SDK_is_written_once_more()
    {
        string[] theirs =
        [
            "Activity",
            "ChannelAccount",
            "ConversationAccount",
            "ConversationReference",
            "ConversationParameters",
            "ConnectorClient",
            "InvokeResponse",
            "Attachment",
            "TeamsChannelData",
            "ITurnContext",
            "AdaptiveCardInvokeValue",
            "AdaptiveCardInvokeResponse",
            "ResourceResponse",
        ];

        typeof(SalesAgentApp).Assembly.GetTypes().Where(type => theirs.Contains(type.Name)).Select(type => type.FullName).ShouldBeEmpty();
    }

    [GeneratedRegex(
        @"new\s+(?:[\w.]+\.)?(?:Teams)?ConnectorClient\s*\(|(?<![\w<.])(?:[\w.]+\.)?ConnectorClient\s+\w+\s*=\s*new\s*\(|[:,]\s*(?:[\w.]+\.)?ConnectorClient\b(?!\s*>)"
    )]
    private static partial Regex MakesConnectorClient();

    [GeneratedRegex(@": base\(([^)]*)\)")]
    private static partial Regex BaseCall();

    [GeneratedRegex(@"\bErrorResponseException\b")]
    private static partial Regex SdksException();

    [GeneratedRegex(
        @"\b(?:MicrosoftAppCredentials|\w*ServiceClientCredentialsFactory|ConfigurationBotFrameworkAuthentication|BotFrameworkAuthenticationFactory|BotFrameworkHttpAdapter)\b"
    )]
    private static partial Regex SdksCredentials();
}
