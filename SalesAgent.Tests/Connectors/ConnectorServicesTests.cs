using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.HubSpot;

namespace SalesAgent.Tests.Connectors;

public sealed class ConnectorServicesTests : ConnectorWorld
{
    [Theory]
    [InlineData("Google:Gmail:BaseUri", "http://gmail.example.test/")]
    [InlineData("Google:Calendar:BaseUri", "http://10.0.0.1/")]
    [InlineData("Google:TokenUri", "ftp://127.0.0.1/")]
    [InlineData("HubSpot:BaseUri", "http://api.hubapi.com")]
    [InlineData("HubSpot:BaseUri", "https://user:word@api.hubapi.com")]
    [InlineData("HubSpot:BaseUri", "https://api.hubapi.com/?x=1")]
    [InlineData("HubSpot:PortalId", "0")]
    [InlineData("Connectors:MaxAttempts", "0")]
    public void An_address_that_is_not_safe_stops_the_start(string key, string value)
    {
        Settings[key] = value;

        Should.Throw<OptionsValidationException>(() => Services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Theory]
    [InlineData("https://gmail.example.test/")]
    [InlineData("http://localhost:5000/")]
    [InlineData("http://[::1]:5000/x")]
    public void Https_and_this_machine_are_fine(string value)
    {
        Settings["Google:Gmail:BaseUri"] = value;

        Should.NotThrow(() => Services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void Without_configuration_it_is_the_vendors_themselves()
    {
        Settings.Clear();

        Services.GetRequiredService<IOptions<GoogleOptions>>().Value.Gmail.BaseUri.ShouldBe(new Uri("https://gmail.googleapis.com/"));
        Services
            .GetRequiredService<IOptions<GoogleOptions>>()
            .Value.Calendar.BaseUri.ShouldBe(new Uri("https://www.googleapis.com/calendar/v3/"));
        Services.GetRequiredService<IOptions<HubSpotOptions>>().Value.BaseUri.ShouldBe(new Uri("https://api.hubapi.com/"));
    }

    [Fact]
    public void Lists_and_numbers_are_read_from_the_configuration()
    {
        Settings["HubSpot:OwnerProperties:0"] = "owner_of_the_north";
        Settings["HubSpot:OwnerProperties:1"] = "owner_of_the_south";
        Settings["HubSpot:PortalId"] = "48800199";

        var options = Services.GetRequiredService<IOptions<HubSpotOptions>>().Value;

        options.OwnerProperties.ShouldBe(["owner_of_the_north", "owner_of_the_south"]);
        options.PortalId.ShouldBe(48800199);
    }
}
