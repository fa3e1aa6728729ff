using System.Text.Json.Nodes;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;

namespace SalesAgent.Tests.Connectors.HubSpot;

public sealed class HubSpotTimelineTests : ConnectorWorld
{
    private const string Tasks = "/h/crm/objects/2026-09/tasks";
    private const string Notes = "/h/crm/objects/2026-09/notes";
    private const string TasksOf = "POST /h/crm/associations/2026-09/contacts/tasks/batch/read";
    private const string NotesOf = "POST /h/crm/associations/2026-09/contacts/notes/batch/read";

    private static readonly ContactId Jane = new(151);

    private static readonly TimelineText Text = new()
    {
        Lines = ["From the form: <script>alert(\"x\")</script> & more\nsecond line", "Grüße 東京"],
        Links =
        [
            new TimelineLink("The <draft>", new Uri("https://mail.test/?a=1&b=\"2\"")),
            new TimelineLink("bad", new Uri("javascript:alert(1)")),
        ],
        Reference = "RLY-7F3A2",
    };

    [Fact]
    public async Task A_task_is_due_belongs_to_the_rep_and_shows_markup_instead_of_obeying_it()
    {
        Wire.On($"POST {Tasks}", new WireAnswer(201, """{"id":"900","properties":{}}"""));

        var id = await HubSpot.CreateTaskAsync(
            new NewTask
            {
                Contact = Jane,
                Company = new CompanyId(77),
                Owner = new OwnerId(42),
                Subject = "Review\r\ndraft",
                Text = Text,
                DueAt = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(-5)),
            },
            Now
        );

        id.ShouldBe(new TaskId(900));
        var body = JsonNode.Parse(Wire.Only.Body)!;
        var properties = body["properties"]!;
        properties["hs_timestamp"]!.GetValue<string>().ShouldBe("2026-11-24T14:00:00.000Z");
        properties["hs_task_subject"]!.GetValue<string>().ShouldBe("Review  draft");
        properties["hs_task_status"]!.GetValue<string>().ShouldBe("NOT_STARTED");
        properties["hs_task_priority"]!.GetValue<string>().ShouldBe("HIGH");
        properties["hs_task_type"]!.GetValue<string>().ShouldBe("EMAIL");
        properties["hubspot_owner_id"]!.GetValue<string>().ShouldBe("42");
        var html = properties["hs_task_body"]!.GetValue<string>();
        html.ShouldStartWith(
            "<p>From the form: &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more<br>second line</p><p>Gr&#252;&#223;e"
        );
        html.ShouldContain("<a href=\"https://mail.test/?a=1&amp;b=%222%22\">The &lt;draft&gt;</a>");
        html.ShouldNotContain("javascript");
        html.ShouldEndWith("<p>ref RLY-7F3A2</p>");
        JsonNode
            .DeepEquals(
                body["associations"],
                JsonNode.Parse(
                    """
                    [{"to":{"id":"151"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":204}]},
                     {"to":{"id":"77"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":192}]}]
                    """
                )
            )
            .ShouldBeTrue(Wire.Only.Body);
    }

    [Fact]
    public async Task Of_foreign_words_HubSpot_makes_no_link()
    {
        Wire.On($"POST {Tasks}", new WireAnswer(201, """{"id":"900","properties":{}}"""));
        const string words = "see https://evil.test/x and www.evil.test, \u202Etxt";

        await HubSpot.CreateTaskAsync(
            new NewTask
            {
                Contact = Jane,
                Subject = words,
                Text = new TimelineText { Lines = [words], Reference = "RLY-7F3A2" },
                DueAt = DateTimeOffset.UnixEpoch,
            },
            Now
        );

        var properties = JsonNode.Parse(Wire.Only.Body)!["properties"]!;
        foreach (
            var shown in new[] { "hs_task_subject", "hs_task_body" }.Select(name =>
                System.Net.WebUtility.HtmlDecode(properties[name]!.GetValue<string>())
            )
        )
        {
            foreach (var alive in (string[])["https://evil", "www.evil", "\u202E"])
                shown.Contains(alive, StringComparison.Ordinal).ShouldBeFalse(alive);
            shown.Replace("\u200B", "", StringComparison.Ordinal).ShouldContain("see https://evil.test/x and www.evil.test,");
        }
    }

    [Theory]
    [InlineData("🚀", 1)]
    [InlineData("👩🏽", 0)]
    [InlineData("👨‍👩‍👧", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("𝔘", 0)]
    public async Task A_long_subject_is_cut_between_characters(string one, int before)
    {
        Wire.On($"POST {Tasks}", new WireAnswer(201, """{"id":"900","properties":{}}"""));

        await HubSpot.CreateTaskAsync(
            new NewTask
            {
                Contact = Jane,
                Subject = new string('x', before) + string.Concat(Enumerable.Repeat(one, 200)),
                Text = Text,
                DueAt = DateTimeOffset.UnixEpoch,
            },
            Now
        );

        var subject = JsonNode.Parse(Wire.Only.Body)!["properties"]!["hs_task_subject"]!.GetValue<string>();
        subject.Length.ShouldBeInRange(250 - one.Length, 250);
        subject[before..].Replace(one, "", StringComparison.Ordinal).ShouldBe("");
    }

    [Fact]
    public async Task A_note_stands_on_the_contacts_timeline()
    {
        Wire.On($"POST {Notes}", new WireAnswer(201, """{"id":901}"""));

        (
            await HubSpot.CreateNoteAsync(
                new NewNote
                {
                    Contact = Jane,
                    Company = new CompanyId(77),
                    Text = Text,
                    At = DateTimeOffset.UnixEpoch,
                },
                Now
            )
        ).ShouldBe(new NoteId(901));

        var body = JsonNode.Parse(Wire.Only.Body)!;
        body["properties"]!.AsObject().Select(property => property.Key).ShouldBe(["hs_timestamp", "hs_note_body"]);
        body["associations"]!.AsArray().Select(link => link!["types"]![0]!["associationTypeId"]!.GetValue<int>()).ShouldBe([202, 190]);
    }

    [Fact]
    public async Task Without_a_company_only_the_contact_is_linked()
    {
        Wire.On($"POST {Notes}", new WireAnswer(201, """{"id":"901"}"""));

        await HubSpot.CreateNoteAsync(
            new NewNote
            {
                Contact = Jane,
                Text = Text,
                At = DateTimeOffset.UnixEpoch,
            },
            Now
        );

        JsonNode.Parse(Wire.Only.Body)!["associations"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_note_that_hubspot_would_not_take_is_not_sent()
    {
        var text = Text with { Lines = [new string('x', 70_000)] };

        var failure = await Should.ThrowAsync<ConnectorException>(() =>
            HubSpot.CreateNoteAsync(
                new NewNote
                {
                    Contact = Jane,
                    Text = text,
                    At = DateTimeOffset.UnixEpoch,
                },
                Now
            )
        );

        (failure.Kind, failure.Code).ShouldBe((FailureKind.Refused, "text_too_long"));
        Wire.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("R-1")]
    [InlineData("RLY 7F3A2")]
    [InlineData("<b>RLY</b>")]
    public async Task A_reference_that_could_not_be_found_again_is_a_bug(string reference)
    {
        await Should.ThrowAsync<ArgumentException>(() =>
            HubSpot.CreateNoteAsync(
                new NewNote
                {
                    Contact = Jane,
                    Text = new TimelineText { Reference = reference },
                    At = DateTimeOffset.UnixEpoch,
                },
                Now
            )
        );
        await Should.ThrowAsync<ArgumentException>(() => HubSpot.FindNoteByReferenceAsync(Jane, reference, Now));

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Completing_a_task_changes_its_status_and_nothing_else()
    {
        Wire.On($"PATCH {Tasks}/900", """{"id":"900","properties":{"hs_task_status":"COMPLETED"}}""")
            .On($"PATCH {Tasks}/901", new WireAnswer(404));

        (await HubSpot.CompleteTaskAsync(new TaskId(900), Now)).ShouldBeTrue();
        (await HubSpot.CompleteTaskAsync(new TaskId(901), Now)).ShouldBeFalse();

        JsonNode
            .DeepEquals(JsonNode.Parse(Wire.Requests.First().Body), JsonNode.Parse("""{"properties":{"hs_task_status":"COMPLETED"}}"""))
            .ShouldBeTrue();
    }

    [Fact]
    public async Task Deleting_what_is_gone_already_is_no_failure_and_a_refusal_is_one()
    {
        Wire.On($"DELETE {Tasks}/900", new WireAnswer(204))
            .On($"DELETE {Notes}/901", new WireAnswer(404))
            .On($"DELETE {Notes}/902", new WireAnswer(403));

        await HubSpot.DeleteTaskAsync(new TaskId(900), Now);
        await HubSpot.DeleteNoteAsync(new NoteId(901), Now);
        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.DeleteNoteAsync(new NoteId(902), Now))).Operation.ShouldBe(
            "Deleting a task or note"
        );

        Wire.Requests.ShouldAllBe(request => request.Body.Length == 0);
    }

    [Fact]
    public async Task A_task_is_found_again_by_its_reference_as_a_whole_word()
    {
        Wire.On(
                TasksOf,
                """{"results":[{"from":{"id":"151"},"to":[{"toObjectId":1},{"toObjectId":"2"},{"toObjectId":3},{"toObjectId":3}]}]}"""
            )
            .On(
                $"POST {Tasks}/batch/read",
                """
                {"status":"COMPLETE","results":[
                  {"id":"1","properties":{"hs_task_body":"<p>ref RLY-7F3A20</p>"}},
                  {"id":"3","properties":{"hs_task_body":null}},
                  {"id":"2","properties":{"hs_task_body":"<div dir=\"auto\">RLY-7F3A2B and <p>ref RLY-7F3A2</p></div>"}}]}
                """
            );

        (await HubSpot.FindTaskByReferenceAsync(Jane, "RLY-7F3A2", Now)).ShouldBe(new TaskId(2));

        JsonNode
            .DeepEquals(
                JsonNode.Parse(Wire.Requests.Last().Body),
                JsonNode.Parse(
                    """{"properties":["hs_task_body","hs_createdate"],"propertiesWithHistory":[],"inputs":[{"id":"3"},{"id":"2"},{"id":"1"}]}"""
                )
            )
            .ShouldBeTrue(Wire.Requests.Last().Body);
    }

    [Fact]
    public async Task A_long_history_is_read_page_by_page_and_hundred_by_hundred()
    {
        var first = string.Join(',', Enumerable.Range(1, 150).Select(n => $$"""{"toObjectId":{{n}}}"""));
        Wire.On(
                NotesOf,
                new WireAnswer(200, $$$$"""{"results":[{"from":{"id":"151"},"to":[{{{{first}}}}],"paging":{"next":{"after":"150"}}}]}"""),
                new WireAnswer(200, """{"results":[{"from":{"id":"151"},"to":[{"toObjectId":151}]}]}""")
            )
            .On(
                $"POST {Notes}/batch/read",
                new WireAnswer(200, """{"results":[]}"""),
                new WireAnswer(
                    207,
                    """{"results":[{"id":"7","properties":{"hs_note_body":"ref RLY-7F3A2"}}],"numErrors":1,"errors":[{"category":"OBJECT_NOT_FOUND"}]}"""
                )
            );

        (await HubSpot.FindNoteByReferenceAsync(Jane, "RLY-7F3A2", Now)).ShouldBe(new NoteId(7));

        JsonNode.Parse(Wire.Requests.ElementAt(1).Body)!["inputs"]![0]!["after"]!.GetValue<string>().ShouldBe("150");
        Wire.Requests.Where(request =>
                request.Path.EndsWith("notes/batch/read", StringComparison.Ordinal)
                && request.Path.Contains("objects", StringComparison.Ordinal)
            )
            .Select(request => JsonNode.Parse(request.Body)!["inputs"]!.AsArray().Count)
            .ShouldBe([100, 51]);
    }

    [Fact]
    public async Task A_contact_without_notes_has_no_such_note()
    {
        Wire.On(
            NotesOf,
            new WireAnswer(
                207,
                """{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND"}]}"""
            )
        );

        (await HubSpot.FindNoteByReferenceAsync(Jane, "RLY-7F3A2", Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Not_being_able_to_look_is_not_not_there()
    {
        Wire.On(TasksOf, """{"results":[{"to":[{"toObjectId":1}]}]}""")
            .On(
                $"POST {Tasks}/batch/read",
                new WireAnswer(207, """{"results":[],"numErrors":1,"errors":[{"category":"INTERNAL_ERROR"}]}""")
            );

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindTaskByReferenceAsync(Jane, "RLY-7F3A2", Now))).Kind.ShouldBe(
            FailureKind.Unreadable
        );
    }

    [Fact]
    public async Task A_history_without_an_end_is_not_not_there()
    {
        Wire.On(TasksOf, """{"results":[{"to":[{"toObjectId":1}],"paging":{"next":{"after":"1"}}}]}""");

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindTaskByReferenceAsync(Jane, "RLY-7F3A2", Now))).Code.ShouldBe(
            "too_many_associations"
        );
    }
}
