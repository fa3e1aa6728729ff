using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;

namespace SalesAgent.Tests.Connectors.HubSpot;

public sealed class HubSpotCompanyTests : ConnectorWorld
{
    private const string Companies = "/h/crm/objects/2026-09/companies";
    private const string Related = "POST /h/crm/associations/2026-09/contacts/companies/batch/read";
    private const string Owners = "/h/crm/owners/2026-09";

    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task A_contact_without_companies_asks_nothing()
    {
        (await HubSpot.FindCompanyOfContactAsync(Contact(), Now)).ShouldBeNull();

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_only_company_is_read_directly()
    {
        Wire.On(
            $"GET {Companies}/77",
            """{"id":"77","properties":{"name":"Acme","domain":"acme.test","industry":null,"hubspot_owner_id":"42"}}"""
        );

        (await HubSpot.FindCompanyOfContactAsync(Contact(77), Now)).ShouldBe(
            new Company
            {
                Id = new CompanyId(77),
                Name = "Acme",
                Domain = "acme.test",
                OwnerId = new OwnerId(42),
            }
        );

        Wire.Only.Query.ShouldBe([
            ("properties", "name"),
            ("properties", "domain"),
            ("properties", "website"),
            ("properties", "hubspot_owner_id"),
            ("properties", "industry"),
        ]);
    }

    [Theory]
    [InlineData(
        """{"toObjectId":77,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":279,"label":null}]},{"toObjectId":"78","associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":279},{"category":"HUBSPOT_DEFINED","typeId":1,"label":"Primary"}]}"""
    )]
    [InlineData(
        """{"toObjectId":"79","associationTypes":[{"category":"USER_DEFINED","typeId":1}]},{"toObjectId":"78","associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":279}]}"""
    )]
    public async Task Of_several_the_primary_one_counts_and_else_the_oldest(string targets)
    {
        Wire.On(Related, $$"""{"status":"COMPLETE","results":[{"from":{"id":"151"},"to":[{{targets}}]}]}""")
            .On($"GET {Companies}/78", """{"id":"78","properties":{"name":"Acme"}}""");

        (await HubSpot.FindCompanyOfContactAsync(Contact(77, 78), Now))!.Id.Value.ShouldBe(78);

        JsonNode.DeepEquals(JsonNode.Parse(Wire.Requests.First().Body), JsonNode.Parse("""{"inputs":[{"id":"151"}]}""")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_contact_whose_companies_were_not_asked_for_is_asked_about()
    {
        Wire.On(
            Related,
            new WireAnswer(
                207,
                """{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND"}]}"""
            )
        );

        (await HubSpot.FindCompanyOfContactAsync(Contact() with { CompanyIds = null }, Now)).ShouldBeNull();
        Wire.Count(Related).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"results":[],"numErrors":1,"errors":[{"category":"INTERNAL_ERROR"}]}""")]
    [InlineData("""{"results":[],"numErrors":1}""")]
    [InlineData("""{"status":"PENDING"}""")]
    public async Task A_partial_answer_is_not_no_company(string answer)
    {
        Wire.On(Related, new WireAnswer(207, answer));

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindCompanyOfContactAsync(Contact(77, 78), Now))).Kind.ShouldBe(
            FailureKind.Unreadable
        );
    }

    [Fact]
    public async Task Companies_are_searched_by_domain()
    {
        Wire.On($"POST {Companies}/search", """{"total":1,"results":[{"id":"77","properties":{"name":"Acme"}}]}""");

        (await HubSpot.FindCompaniesByDomainAsync(" Acme.TEST ", Now)).ShouldHaveSingleItem().Name.ShouldBe("Acme");

        JsonNode
            .DeepEquals(
                JsonNode.Parse(Wire.Only.Body),
                JsonNode.Parse(
                    """
                    {"filterGroups":[{"filters":[{"propertyName":"domain","operator":"EQ","value":"acme.test"}]}],"sorts":[],
                     "properties":["name","domain","website","hubspot_owner_id","industry"],"limit":10,"after":"0"}
                    """
                )
            )
            .ShouldBeTrue(Wire.Only.Body);
    }

    [Fact]
    public async Task A_mail_providers_domain_is_nobodys_company()
    {
        (await HubSpot.FindCompaniesByDomainAsync("GMail.com", Now)).ShouldBeEmpty();

        Wire.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gmail.com", true)]
    [InlineData("Web.DE", true)]
    [InlineData("acme.com", false)]
    [InlineData("mygmail.com", false)]
    public void Mail_providers_are_known(string domain, bool free) => FreeMail.IsFreeMail(domain).ShouldBe(free);

    [Theory]
    [InlineData("info", true)]
    [InlineData("Sales+web", true)]
    [InlineData("jane", false)]
    [InlineData("informatics", false)]
    public void Functions_are_told_from_people(string name, bool role) => FreeMail.IsRoleAddress(name).ShouldBe(role);

    [Fact]
    public async Task An_owner_is_read_by_owner_id_and_remembered_for_a_while()
    {
        Wire.On(
            $"GET {Owners}/42",
            """{"id":"42","email":"rep@sales.test","firstName":"Rita","lastName":"Rep","userId":9001,"archived":false}"""
        );

        (await HubSpot.FindOwnerAsync(new OwnerId(42), Now)).ShouldBe(
            new Owner(new OwnerId(42), "rep@sales.test", "Rita Rep", Archived: false)
        );
        time.Advance(TimeSpan.FromMinutes(14));
        await HubSpot.FindOwnerAsync(new OwnerId(42), Now);
        Wire.Only.Query.ShouldBe([("idProperty", "id"), ("archived", "false")]);

        time.Advance(TimeSpan.FromMinutes(2));
        await HubSpot.FindOwnerAsync(new OwnerId(42), Now);
        Wire.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_has_left_is_found_and_marked()
    {
        Wire.On($"GET {Owners}/42", new WireAnswer(404), new WireAnswer(200, """{"id":42,"email":"gone@sales.test"}"""));

        (await HubSpot.FindOwnerAsync(new OwnerId(42), Now)).ShouldBe(new Owner(new OwnerId(42), "gone@sales.test", null, Archived: true));

        Wire.Requests.Last().Query.ShouldContain(("archived", "true"));
    }

    [Fact]
    public async Task Nobody_is_not_remembered()
    {
        Wire.On($"GET {Owners}/42", new WireAnswer(404));

        (await HubSpot.FindOwnerAsync(new OwnerId(42), Now)).ShouldBeNull();
        (await HubSpot.FindOwnerAsync(new OwnerId(42), Now)).ShouldBeNull();

        Wire.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_company_of_a_contact_is_asked_for_once_in_a_run_and_again_when_it_is_another()
    {
        Wire.On(
                Related,
                """{"status":"COMPLETE","results":[{"from":{"id":"151"},"to":[{"toObjectId":77,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":1}]}]}]}"""
            )
            .On($"GET {Companies}/77", """{"id":"77","properties":{"name":"Acme"}}""");

        await HubSpot.FindCompanyOfContactAsync(Contact(77, 78), Now);
        await HubSpot.FindCompanyOfContactAsync(Contact(77, 78), Now);
        Wire.Requests.Count.ShouldBe(2);

        await HubSpot.FindCompanyOfContactAsync(Contact(77), Now);
        Wire.Requests.Count.ShouldBe(3);
        time.Advance(TimeSpan.FromSeconds(11));
        await HubSpot.FindCompanyOfContactAsync(Contact(77), Now);
        Wire.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_probe_reads_the_account_and_one_owner()
    {
        Wire.On("GET /h/account-info/2026-09/details", """{"portalId":48800199,"timeZone":"US/Eastern","dataHostingLocation":"na1"}""")
            .On($"GET {Owners}", """{"results":[]}""");

        (await HubSpot.ProbeAsync(Now)).ShouldBe(new HubSpotAccount(48800199, "US/Eastern", "na1"));

        Wire.Requests.Last().Query.ShouldBe([("limit", "1")]);
    }

    protected override void Register(IServiceCollection more) => more.AddSingleton<TimeProvider>(time);

    private static Contact Contact(params long[] companies) =>
        new() { Id = new ContactId(151), CompanyIds = [.. companies.Select(id => new CompanyId(id))] };
}
