using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.HubSpot;

public sealed class HubSpotWireTests
{
    private const string Contacts = "/hubspot/crm/objects/2026-09/contacts";
    private const string Tasks = "/hubspot/crm/objects/2026-09/tasks";
    private const string Notes = "/hubspot/crm/objects/2026-09/notes";

    [Fact]
    public async Task A_wrong_token_is_refused_in_HubSpots_words()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.GetAsync($"{Contacts}/30101", "wrong");
        reply.Status.ShouldBe(401);
        reply.Text("status").ShouldBe("error");
        reply.Text("category").ShouldBe("INVALID_AUTHENTICATION");
        reply.Text("correlationId").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_contact_is_found_by_address_with_its_company_once_a_label()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.GetAsync(
            $"{Contacts}/NORA.ahlgren%40fabrikam.example?idProperty=email&properties=email,jobtitle&properties=hs_lead_status&associations=companies"
        );
        reply.Status.ShouldBe(200);
        reply.Text("id").ShouldBe("30101");
        reply.Text("properties", "jobtitle").ShouldBe("Head of Operations");
        reply.Json["properties"]!.AsObject().ContainsKey("hs_lead_status").ShouldBeTrue();
        reply.Json["properties"]!["hs_lead_status"].ShouldBeNull();
        reply.Json["associations"]!["companies"]!["results"]!
            .ToJsonString()
            .ShouldBe("""[{"id":"70101","type":"contact_to_company"},{"id":"70101","type":"contact_to_company_unlabeled"}]""");
        reply.Headers["X-HubSpot-RateLimit-Max"].ShouldBe("190");
        (await sandbox.GetAsync($"{Contacts}/n.ahlgren%40fabrikam.test?idProperty=email")).Text("id").ShouldBe("30101");
    }

    [Fact]
    public async Task Nobody_is_a_404()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.GetAsync($"{Contacts}/nobody%2Bx%40acme.example?idProperty=email");
        reply.Status.ShouldBe(404);
        reply.Text("category").ShouldBe("OBJECT_NOT_FOUND");
        (await sandbox.GetAsync($"{Contacts}/1")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_second_contact_with_the_address_is_a_conflict_that_names_the_first()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var body = """{"properties":{"email":"Jane@Acme.example","firstname":"Jane"},"associations":[]}""";
        var made = await sandbox.PostAsync(Contacts, body);
        made.Status.ShouldBe(201);
        made.Text("properties", "email").ShouldBe("jane@acme.example");
        var twice = await sandbox.PostAsync(Contacts, body);
        twice.Status.ShouldBe(409);
        twice.Text("category").ShouldBe("CONFLICT");
        twice.Text("message").ShouldBe($"Contact already exists. Existing ID: {made.Text("id")}");
        sandbox.World.Calls.Calls("hubspot.contacts.create").ShouldBe(2);
        sandbox.World.Calls.Writes("hubspot.contacts.create").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"properties":{"company":"Acme"},"associations":[]}""", "MISSING_REQUIRED_PROPERTY")]
    [InlineData("""{"properties":{"email":"a@b.example","shoe_size":"44"},"associations":[]}""", "PROPERTY_DOESNT_EXIST")]
    [InlineData("""{"properties":{"email":"no address"},"associations":[]}""", "INVALID_EMAIL")]
    [InlineData("""{"properties":{"email":"a@b.example","hubspot_owner_id":"9210001"},"associations":[]}""", "INVALID_OWNER_ID")]
    [InlineData("""{"properties":{"email":"a@b.example","lifecyclestage":"vip"},"associations":[]}""", "INVALID_OPTION")]
    public async Task A_contact_HubSpot_would_not_take_is_refused(string body, string code)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.PostAsync(Contacts, body);
        reply.Status.ShouldBe(400);
        reply.Text("category").ShouldBe("VALIDATION_ERROR");
        reply.Text("errors", "0", "code").ShouldBe(code);
    }

    [Fact]
    public async Task Bad_JSON_and_another_content_type_are_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await sandbox.PostAsync(Contacts, "{")).Status.ShouldBe(400);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("email", "a@b.example")]);
        (await sandbox.SendAsync("POST", Contacts, form, "own")).Status.ShouldBe(415);
        using var zipped = new ByteArrayContent([1, 2, 3]);
        zipped.Headers.ContentType = new("application/json");
        zipped.Headers.ContentEncoding.Add("gzip");
        (await sandbox.SendAsync("POST", Contacts, zipped, "own")).Status.ShouldBe(415);
    }

    [Fact]
    public async Task A_lifecycle_stage_does_not_go_back_and_an_empty_value_clears()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.SendAsync("PATCH", $"{Contacts}/30101", """{"properties":{"lifecyclestage":"lead","phone":""}}""");
        reply.Status.ShouldBe(200);
        reply.Text("properties", "lifecyclestage").ShouldBe("customer");
        reply.Json["properties"]!["phone"].ShouldBeNull();
    }

    [Fact]
    public async Task Search_sees_a_new_contact_only_after_the_index_delay()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var sandbox = await RunningSandbox.StartAsync(
            new SandboxOptions { HubSpotIndexDelay = TimeSpan.FromSeconds(20) },
            clock
        );
        await sandbox.PostAsync(Contacts, """{"properties":{"email":"jane@acme.example"},"associations":[]}""");
        const string search =
            """{"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"jane@acme.example"}]}],"sorts":[],"properties":["email"],"limit":2,"after":"0"}""";
        (await sandbox.PostAsync($"{Contacts}/search", search)).Text("total").ShouldBe("0");
        (await sandbox.GetAsync($"{Contacts}/jane%40acme.example?idProperty=email")).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromSeconds(20));
        var found = await sandbox.PostAsync($"{Contacts}/search", search);
        found.Text("results", "0", "properties", "email").ShouldBe("jane@acme.example");
        found.Headers.Keys.ShouldNotContain("X-HubSpot-RateLimit-Max");
    }

    [Fact]
    public async Task Search_groups_are_alternatives_and_a_second_address_counts()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.PostAsync(
            $"{Contacts}/search",
            """
            {"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"n.ahlgren@fabrikam.test"}]},
             {"filters":[{"propertyName":"hs_additional_emails","operator":"CONTAINS_TOKEN","value":"n.ahlgren@fabrikam.test"}]}],
             "sorts":[],"properties":["email"],"limit":2,"after":"0"}
            """
        );
        reply.Text("total").ShouldBe("1");
        reply.Text("results", "0", "id").ShouldBe("30101");
        var company = await sandbox.PostAsync(
            "/hubspot/crm/objects/2026-09/companies/search",
            """
            {"filterGroups":[{"filters":[{"propertyName":"domain","operator":"EQ","value":"northwind.example"}]}],"sorts":["-hs_lastmodifieddate"],"properties":["name"],"limit":3,"after":"0"}
            """
        );
        company.Text("results", "0", "properties", "name").ShouldBe("Northwind Freight");
    }

    [Fact]
    public async Task Search_pages()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        const string all =
            """{"filterGroups":[{"filters":[{"propertyName":"email","operator":"HAS_PROPERTY"}]}],"sorts":[],"properties":["email"],"limit":3,"after":"AFTER"}""";
        var first = await sandbox.PostAsync($"{Contacts}/search", all.Replace("AFTER", "0", StringComparison.Ordinal));
        first.Json["results"]!.AsArray().Count.ShouldBe(3);
        var second = await sandbox.PostAsync(
            $"{Contacts}/search",
            all.Replace("AFTER", first.Text("paging", "next", "after"), StringComparison.Ordinal)
        );
        second.Json["results"]!
            .AsArray()
            .Count.ShouldBe(int.Parse(first.Text("total")!, System.Globalization.CultureInfo.InvariantCulture) - 3);
        second.Json["paging"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"filterGroups":[{"filters":[{"propertyName":"email","operator":"LIKE","value":"x"}]}]}""")]
    [InlineData("""{"filterGroups":[{"filters":[{"propertyName":"shoe_size","operator":"EQ","value":"x"}]}]}""")]
    [InlineData("""{"filterGroups":[],"limit":201}""")]
    [InlineData("""{"filterGroups":[],"after":"x"}""")]
    [InlineData("""{"filterGroups":[],"sorts":["a","b"]}""")]
    [InlineData("""{"filterGroups":[{"filters":[]}]}""")]
    public async Task A_search_HubSpot_would_not_run_is_refused(string body)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await sandbox.PostAsync($"{Contacts}/search", body)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_search_body_over_3000_characters_is_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var body = $$"""{"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"{{new string('x', 3000)}}"}]}]}""";
        (await sandbox.PostAsync($"{Contacts}/search", body)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_task_is_made_and_found_again_through_its_contact()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var made = await sandbox.PostAsync(
            Tasks,
            """
            {"properties":{"hs_timestamp":"2026-11-24T14:00:00.000Z","hs_task_subject":"Review","hs_task_body":"ref SA-1","hs_task_status":"NOT_STARTED","hs_task_priority":"HIGH","hs_task_type":"EMAIL","hubspot_owner_id":"51001"},
             "associations":[{"to":{"id":"30102"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":204}]},
                             {"to":{"id":"70102"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":192}]}]}
            """
        );
        made.Status.ShouldBe(201);
        made.Text("id").ShouldNotBeNull().ShouldMatch("^[0-9]+$");

        var linked = await sandbox.PostAsync(
            "/hubspot/crm/associations/2026-09/contacts/tasks/batch/read",
            """{"inputs":[{"id":"30102"}]}"""
        );
        linked.Json["results"]![0]!["to"]!.AsArray().Select(to => to!["toObjectId"]!.GetValue<string>()).ShouldContain(made.Text("id"));
        var read = await sandbox.PostAsync(
            $"{Tasks}/batch/read",
            $$"""{"properties":["hs_task_body"],"inputs":[{"id":"{{made.Text("id")}}"},{"id":"1"}]}"""
        );
        read.Status.ShouldBe(207);
        read.Text("results", "0", "properties", "hs_task_body").ShouldBe("ref SA-1");
        read.Text("errors", "0", "category").ShouldBe("OBJECT_NOT_FOUND");
    }

    [Theory]
    [InlineData(Tasks, """{"properties":{"hs_task_subject":"x"},"associations":[]}""")]
    [InlineData(Tasks, """{"properties":{"hs_timestamp":"tomorrow"},"associations":[]}""")]
    [InlineData(Tasks, """{"properties":{"hs_timestamp":"1795300000"},"associations":[]}""")]
    [InlineData(Tasks, """{"properties":{"hs_timestamp":"2026-11-24T14:00:00Z","hs_task_type":"FAX"},"associations":[]}""")]
    [InlineData(
        Tasks,
        """{"properties":{"hs_timestamp":"2026-11-24T14:00:00Z"},"associations":[{"to":{"id":"1"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":204}]}]}"""
    )]
    [InlineData(
        Tasks,
        """{"properties":{"hs_timestamp":"2026-11-24T14:00:00Z"},"associations":[{"to":{"id":"30101"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":202}]}]}"""
    )]
    [InlineData(Notes, """{"properties":{"hs_note_body":"x"},"associations":[]}""")]
    public async Task An_engagement_HubSpot_would_not_take_leaves_nothing_behind(string path, string body)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var before = sandbox.World.HubSpot.Count("tasks") + sandbox.World.HubSpot.Count("notes");
        (await sandbox.PostAsync(path, body)).Status.ShouldBe(400);
        (sandbox.World.HubSpot.Count("tasks") + sandbox.World.HubSpot.Count("notes")).ShouldBe(before);
    }

    [Theory]
    [InlineData(65_536, 201)]
    [InlineData(65_537, 400)]
    public async Task A_note_has_a_longest_body(int length, int status)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var body = new JsonObject
        {
            ["properties"] = new JsonObject { ["hs_timestamp"] = "1795300000000", ["hs_note_body"] = new string('n', length) },
            ["associations"] = new JsonArray(),
        };
        (await sandbox.PostAsync(Notes, body.ToJsonString())).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Labels_come_with_the_batch_read_and_a_contact_without_company_is_named()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.PostAsync(
            "/hubspot/crm/associations/2026-09/contacts/companies/batch/read",
            """{"inputs":[{"id":"30101"},{"id":"30102"}]}"""
        );
        reply.Status.ShouldBe(207);
        reply.Json["results"]!.AsArray().Count.ShouldBe(1);
        reply.Json["results"]![0]!["to"]![0]!["associationTypes"]!
            .AsArray()
            .Select(type => type!["typeId"]!.GetValue<int>())
            .ShouldBe([1, 279]);
    }

    [Fact]
    public async Task Owners_are_listed_by_address_and_one_who_left_only_among_the_archived()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await sandbox.GetAsync("/hubspot/crm/owners/2026-09?email=lena%40contoso.example&limit=100&archived=false"))
            .Text("results", "0", "id")
            .ShouldBe(SamplePeople.Lena.HubSpotOwnerId);
        var first = await sandbox.GetAsync("/hubspot/crm/owners/2026-09?limit=2");
        (await sandbox.GetAsync($"/hubspot/crm/owners/2026-09?limit=2&after={first.Text("paging", "next", "after")}")).Json["results"]!
            .AsArray()
            .Count.ShouldBe(1);
        (await sandbox.GetAsync("/hubspot/crm/owners/2026-09/51009")).Status.ShouldBe(404);
        (await sandbox.GetAsync("/hubspot/crm/owners/2026-09/51009?archived=true")).Text("archived").ShouldBe("true");
        (await sandbox.GetAsync("/hubspot/account-info/2026-09/details")).Text("portalId").ShouldBe("24680135");
    }

    [Fact]
    public async Task A_route_of_another_version_does_not_exist()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await sandbox.GetAsync("/hubspot/crm/v3/objects/contacts/30101")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Two_racing_creates_make_one_contact()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => sandbox.PostAsync(Contacts, """{"properties":{"email":"race@acme.example"},"associations":[]}"""))
        );
        replies.Count(reply => reply.Status == 201).ShouldBe(1);
        replies.Count(reply => reply.Status == 409).ShouldBe(7);
    }
}
