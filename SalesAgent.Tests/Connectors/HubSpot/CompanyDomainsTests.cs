using SalesAgent.Core.Connectors.HubSpot.Wire;

namespace SalesAgent.Tests.Connectors.HubSpot;

public sealed class CompanyDomainsTests
{
    [Theory]
    [InlineData("acme.test", "acme.test")]
    [InlineData(" Mail.ACME.test. ", "mail.acme.test acme.test")]
    [InlineData("mail.acme.co.uk", "mail.acme.co.uk acme.co.uk")]
    [InlineData("acme.com.au", "acme.com.au")]
    [InlineData("co.com", "co.com")]
    [InlineData("a.b.c.d.e.f.acme.test", "a.b.c.d.e.f.acme.test b.c.d.e.f.acme.test c.d.e.f.acme.test d.e.f.acme.test e.f.acme.test")]
    public void The_host_and_the_names_above_it_but_no_registry(string host, string names) =>
        CompanyDomains.Of(host).ShouldBe(names.Split(' '));

    [Fact]
    public void An_international_name_is_looked_for_in_both_spellings() =>
        CompanyDomains.Of("post.xn--mller-kva.de").ShouldBe(["post.xn--mller-kva.de", "post.müller.de", "xn--mller-kva.de", "müller.de"]);

    [Fact]
    public void What_only_looks_international_is_left_as_it_is() =>
        CompanyDomains.Of("xn--99999999999.de").ShouldBe(["xn--99999999999.de"]);

    [Theory]
    [InlineData("gmail.com")]
    [InlineData("mail.yahoo.co.uk")]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("co.uk")]
    public void Nobodys_company_has_no_name(string host) => CompanyDomains.Of(host).ShouldBeEmpty();
}
