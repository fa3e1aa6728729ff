using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol;

public sealed class ServiceUrlTrustTests
{
    [Theory]
    [InlineData("https://smba.trafficmanager.net/teams/")]
    [InlineData("https://SMBA.TrafficManager.net/emea/tenant/")]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/teams")]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/teams")]
    [InlineData("https://smba.infra.dod.teams.microsoft.us/teams")]
    [InlineData("https://europe.botapi.skype.com/")]
    [InlineData("https://a.b.botapi.skype.com/")]
    [InlineData("https://teams.example.com/x")]
    public void Teams_and_the_configured_hosts_are_trusted(string url) => In("Production").IsTrusted(url).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("smba.trafficmanager.net")]
    [InlineData("/relative")]
    [InlineData("http://smba.trafficmanager.net/teams/")]
    [InlineData("ftp://smba.trafficmanager.net/teams/")]
    [InlineData("https://smba.trafficmanager.net:8443/teams/")]
    [InlineData("https://user@smba.trafficmanager.net/teams/")]
    [InlineData("https://smba.trafficmanager.net@attacker.example/")]
    [InlineData("https://smba.trafficmanager.net.attacker.example/")]
    [InlineData("https://smba.trafficmanager.net./")]
    [InlineData("https://evilsmba.trafficmanager.net/")]
    [InlineData("https://trafficmanager.net/")]
    [InlineData("https://botapi.skype.com/")]
    [InlineData("https://evilbotapi.skype.com/")]
    [InlineData("https://sub.teams.example.com/")]
    [InlineData("https://attacker.example/smba.trafficmanager.net")]
    public void Anything_else_is_not(string? url)
    {
        In("Production").IsTrusted(url).ShouldBeFalse();
        In("Development").IsTrusted(url).ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://localhost:56150/_connector")]
    [InlineData("http://127.0.0.1:5000/")]
    [InlineData("http://[::1]:5000/")]
    [InlineData("https://localhost/")]
    public void This_machine_is_trusted_in_development_only(string url)
    {
        In("Development").IsTrusted(url).ShouldBeTrue();
        In("Production").IsTrusted(url).ShouldBeFalse();
        In("Staging").IsTrusted(url).ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://localhost.attacker.example/")]
    [InlineData("http://127.0.0.1.attacker.example/")]
    [InlineData("file://localhost/etc/passwd")]
    [InlineData("http://user:word@localhost/")]
    [InlineData("http://0.0.0.0/")]
    public void What_merely_looks_like_this_machine_is_not_trusted(string url) => In("Development").IsTrusted(url).ShouldBeFalse();

    private static ServiceUrlTrust In(string environment) =>
        new(
            Options.Create(new BotOptions { ServiceUrlHosts = ["*.botapi.skype.com", "teams.example.com"] }),
            new Place { EnvironmentName = environment }
        );

    private sealed class Place : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
