using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SalesAgent.Tests.Connectors.HubSpot;

public sealed class HubSpotOptionsTests : ConnectorWorld
{
    [Theory]
    [InlineData("pat-1", "", "", "s")]
    [InlineData("", "r", "c", "s")]
    [InlineData("", "", "", "s")]
    public void A_fixed_token_a_grant_or_nothing_at_all_can_start(string token, string refresh, string client, string secret) =>
        Should.NotThrow(() => Check(token, refresh, client, secret));

    [Theory]
    [InlineData("pat-1", "r-9", "c", "s", "are both set")]
    [InlineData("", "r-9", "", "s", "HubSpot:ClientId")]
    [InlineData("", "r-9", "c", "", "HubSpot:ClientSecret")]
    public void Both_and_half_a_grant_stop_the_start_and_show_no_value(
        string token,
        string refresh,
        string client,
        string secret,
        string said
    )
    {
        var refusal = Should.Throw<OptionsValidationException>(() => Check(token, refresh, client, secret));

        refusal.Message.ShouldContain(said);
        refusal.Message.ShouldNotContain("pat-1");
        refusal.Message.ShouldNotContain("r-9");
    }

    [Theory]
    [InlineData("HubSpot:SearchesPerSecond", "0")]
    [InlineData("HubSpot:OwnerProperties:0", "Owner of the contact")]
    [InlineData("HubSpot:OwnerProperties:0", "a&properties=b")]
    [InlineData("HubSpot:OptOutProperties:0", "a&properties=b")]
    public void What_cannot_work_stops_the_start(string key, string value)
    {
        Settings[key] = value;

        Should.Throw<OptionsValidationException>(Validate).Message.ShouldContain(key.Split(':')[1]);
    }

    private void Check(string token, string refresh, string client, string secret)
    {
        (Settings["HubSpot:AccessToken"], Settings["HubSpot:RefreshToken"]) = (token, refresh);
        (Settings["HubSpot:ClientId"], Settings["HubSpot:ClientSecret"]) = (client, secret);
        Validate();
    }

    private void Validate() => Services.GetRequiredService<IStartupValidator>().Validate();
}
