using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Connectors.HubSpot.Access;

namespace SalesAgent.Tests.Connectors.HubSpot;

/// <summary>
/// The client against answers as HubSpot's own reference prints them (<c>Samples/HubSpot/Api</c>), and what it asks with.
/// </summary>
public sealed class HubSpotDocumentedShapesTests : ConnectorWorld
{
    private const string Objects = "/h/crm/objects/2026-09";
    private const string Contact = $"GET {Objects}/contacts/33451";
    private const string ByMail = $"GET {Objects}/contacts/mark%40lumon.industries";
    private const string CompaniesOf = "POST /h/crm/associations/2026-09/contacts/companies/batch/read";
    private const string TasksOf = "POST /h/crm/associations/2026-09/contacts/tasks/batch/read";
    private const string Reference = "SA-0123456789AB-TASK";

    private static readonly ContactId Mark = new(33451);

    [Fact]
    public async Task A_contact_with_its_companies_once_per_label()
    {
        Wire.On(Contact, Sample("contact"));

        var contact = (await HubSpot.FindContactAsync(Mark, Now)).ShouldNotBeNull();

        (contact.Email, contact.FirstName, contact.LastName, contact.JobTitle).ShouldBe(("mark.s@lumon.industries", "Mark", "S.", null));
        (contact.OwnerId, contact.TimeZone, contact.RecentConversion).ShouldBe(
            (new OwnerId(41629779), "us_slash_eastern", "Contact us: Talk to sales")
        );
        contact.CompanyIds.ShouldBe([new CompanyId(17251), new CompanyId(23891)]);
    }

    [Fact]
    public async Task A_secondary_address_by_way_of_the_search()
    {
        Wire.On(ByMail, Answer(404, "contact-not-found"))
            .On($"POST {Objects}/contacts/search", Sample("contact-search"))
            .On(Contact, Sample("contact"));

        (await HubSpot.FindContactAsync("mark@lumon.industries", Now)).ShouldBeOfType<ContactSearch.Found>().Contact.Id.ShouldBe(Mark);

        // The specification wants all five, and the cursor as text.
        var asked = JsonNode.Parse(Wire.Requests.Single(request => request.Method == "POST").Body)!.AsObject();
        asked.Select(field => field.Key).ShouldBe(["filterGroups", "sorts", "properties", "limit", "after"], ignoreOrder: true);
        asked["after"]!.ToJsonString().ShouldBe("\"0\"");
    }

    [Fact]
    public async Task A_create_that_meets_somebody()
    {
        Wire.On($"POST {Objects}/contacts", Answer(409, "contact-conflict")).On(Contact, Sample("contact"));

        (await HubSpot.CreateContactAsync(new NewContact { Email = "mark.s@lumon.industries" }, Now)).ShouldSatisfyAllConditions(
            made => made.IsNew.ShouldBeFalse(),
            made => made.Contact.Id.ShouldBe(Mark)
        );
    }

    [Fact]
    public async Task The_primary_company_by_association_type()
    {
        Wire.On(Contact, Sample("contact"))
            .On(CompaniesOf, Sample("contact-companies"))
            .On($"GET {Objects}/companies/17251", Sample("company"));

        var company = await HubSpot.FindCompanyOfContactAsync((await HubSpot.FindContactAsync(Mark, Now))!, Now);

        company.ShouldBe(
            new Company
            {
                Id = new CompanyId(17251),
                Name = "Lumon",
                Domain = "lumon.industries",
                Industry = "BIOTECHNOLOGY",
            }
        );
    }

    [Fact]
    public async Task An_owner_by_id()
    {
        Wire.On("GET /h/crm/owners/2026-09/41629779", Sample("owner"));

        (await HubSpot.FindOwnerAsync(new OwnerId(41629779), Now)).ShouldBe(
            new Owner(new OwnerId(41629779), "email@hubspot.com", "HubSpot Test Owner", Archived: false)
        );
    }

    [Fact]
    public async Task An_owner_by_address_on_a_later_page_past_a_queue_of_that_address()
    {
        Wire.On(
            "GET /h/crm/owners/2026-09",
            new WireAnswer(200, Sample("owners-first-page")),
            new WireAnswer(200, Sample("owners-last-page"))
        );

        (await HubSpot.FindOwnerAsync("Email@hubspot.com", Now)).ShouldNotBeNull().Id.ShouldBe(new OwnerId(41629779));

        // The cursor goes back exactly as it came: what looks escaped in it is part of it.
        Wire.Requests.Last().Target.ShouldEndWith("&after=NTI1Cg%253D%253D");
    }

    [Fact]
    public async Task A_task_and_a_note()
    {
        Wire.On($"POST {Objects}/tasks", Answer(201, "task-created")).On($"POST {Objects}/notes", Answer(201, "note-created"));
        var text = new TimelineText { Lines = ["Hello"], Reference = Reference };

        (
            await HubSpot.CreateTaskAsync(
                new NewTask
                {
                    Contact = Mark,
                    Subject = "Review",
                    Text = text,
                    DueAt = DateTimeOffset.UnixEpoch,
                },
                Now
            )
        ).Value.ShouldBe(64492917);
        (
            await HubSpot.CreateNoteAsync(
                new NewNote
                {
                    Contact = Mark,
                    Text = text,
                    At = DateTimeOffset.UnixEpoch,
                },
                Now
            )
        ).Value.ShouldBe(17629100);

        Wire.Requests.Select(request => JsonNode.Parse(request.Body)!["properties"]!["hs_timestamp"]!.GetValue<string>())
            .ShouldAllBe(at => at == "1970-01-01T00:00:00.000Z");
    }

    [Fact]
    public async Task A_task_found_again_among_pages_and_deleted_ones()
    {
        Wire.On(TasksOf, new WireAnswer(200, Sample("contact-tasks-first-page")), new WireAnswer(200, Sample("contact-tasks-last-page")))
            .On($"POST {Objects}/tasks/batch/read", Answer(207, "tasks-partly-gone"));

        (await HubSpot.FindTaskByReferenceAsync(Mark, Reference, Now)).ShouldBe(new TaskId(64492918));

        JsonNode.Parse(Wire.Requests.ElementAt(1).Body)!["inputs"]![0]!["after"]!.GetValue<string>().ShouldBe("NjQ0OTI5MTg%3D");
    }

    [Fact]
    public async Task A_contact_that_has_no_tasks()
    {
        Wire.On(TasksOf, Answer(207, "contact-without-tasks"));

        (await HubSpot.FindTaskByReferenceAsync(Mark, Reference, Now)).ShouldBeNull();
    }

    [Fact]
    public async Task A_renewed_grant_and_what_is_asked_for_it()
    {
        Wire.On("POST /h/oauth/2026-09/token", Sample("token"));

        (await Endpoint().RenewAsync("na1-old+/=", Now)).ShouldBe(
            new TokenAnswer.Granted("AAA1234-TOKEN", "na1-ab12-cd34-ef56-gh78-abcdef123456", TimeSpan.FromMinutes(30))
        );

        Wire.Only.Target.ShouldEndWith("/token");
        Wire.Only.Headers["Content-Type"].ShouldBe("application/x-www-form-urlencoded");
        Wire.Only.Headers.Keys.ShouldNotContain("Authorization");
        Wire.Only.Body.ShouldBe("grant_type=refresh_token&client_id=client-1&client_secret=secret-1&refresh_token=na1-old%2B%2F%3D");
    }

    [Theory]
    [InlineData("token-bad-refresh-token")]
    [InlineData("token-invalid-grant")]
    public async Task A_grant_that_is_gone(string sample)
    {
        Wire.On("POST /h/oauth/2026-09/token", Answer(400, sample));

        (await Endpoint().RenewAsync("na1-old", Now)).ShouldBeOfType<TokenAnswer.Gone>();
    }

    [Theory]
    [InlineData(400, """{"status":"BAD_CLIENT_SECRET","message":"missing or invalid client secret"}""", "BAD_CLIENT_SECRET")]
    [InlineData(400, """{"status":"error","message":"x","category":"VALIDATION_ERROR"}""", "error")]
    [InlineData(400, """{"status":"a sentence about na1-old"}""", "400")]
    [InlineData(401, "<html>", "401")]
    public async Task A_refusal_keeps_a_word_and_no_sentence(int status, string body, string code)
    {
        Wire.On("POST /h/oauth/2026-09/token", new WireAnswer(status, body));

        (await Endpoint().RenewAsync("na1-old", Now)).ShouldBe(new TokenAnswer.Refused(code));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"access_token":"a","expires_in":0}""")]
    [InlineData("<html>")]
    public async Task An_answer_without_a_token_is_no_token(string body)
    {
        Wire.On("POST /h/oauth/2026-09/token", body);

        (await Should.ThrowAsync<ConnectorException>(() => Endpoint().RenewAsync("na1-old", Now))).Kind.ShouldBe(FailureKind.Unreadable);
    }

    private static string Sample(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "HubSpot", "Api", $"{name}.json"));

    private static WireAnswer Answer(int status, string sample) => new(status, Sample(sample));

    private TokenEndpoint Endpoint()
    {
        Settings["HubSpot:ClientId"] = "client-1";
        Settings["HubSpot:ClientSecret"] = "secret-1";
        return new TokenEndpoint(
            Services.GetRequiredService<IHttpClientFactory>().CreateClient("hubspot"),
            Services.GetRequiredService<IOptions<HubSpotOptions>>()
        );
    }
}
