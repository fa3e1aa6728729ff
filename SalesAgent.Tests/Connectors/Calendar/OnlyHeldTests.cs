using SalesAgent.Core.Connectors;

namespace SalesAgent.Tests.Connectors.Calendar;

/// <summary>Whether a time is taken by holds of ours and by nothing else.</summary>
public sealed class OnlyHeldTests : ConnectorWorld
{
    private const string List = "GET /c/calendars/rep%40sales.test/events";
    private const string Ours = """{"id":"ours1","status":"tentative"}""";

    private static readonly DateTimeOffset From = new(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(-5));

    [Fact]
    public async Task What_takes_a_time_is_asked_for_occurrence_by_occurrence_and_without_a_word_of_what_it_is_about()
    {
        Wire.On(List, Page(Ours));

        (await AskAsync()).ShouldBeTrue();

        Wire.Only.Query.ShouldBe(
            [
                ("fields", "nextPageToken,items(id,status,transparency,attendees(self,responseStatus))"),
                ("maxResults", "250"),
                ("singleEvents", "true"),
                ("timeMax", "2026-11-24T15:30:00Z"),
                ("timeMin", "2026-11-24T15:00:00Z"),
            ],
            ignoreOrder: true
        );
    }

    [Theory]
    [InlineData("""{"id":"other","status":"confirmed"}""", false)]
    [InlineData("""{"id":"other","status":"tentative"}""", false)]
    [InlineData("""{"id":"other"}""", false)]
    [InlineData("""{"id":"other","status":"confirmed","attendees":[{"self":true,"responseStatus":"needsAction"}]}""", false)]
    [InlineData("""{"id":"other","status":"confirmed","attendees":[{"responseStatus":"declined"}]}""", false)]
    [InlineData("""{"id":"other","status":"confirmed","attendees":[null,{"self":true,"responseStatus":"declined"}]}""", true)]
    [InlineData("""{"id":"other","status":"confirmed","transparency":"transparent"}""", true)]
    [InlineData("""{"id":"other","status":"cancelled"}""", true)]
    [InlineData("""{"id":"ours2","status":"tentative"}""", true)]
    [InlineData("""{"id":"ours2","status":"confirmed"}""", false)]
    [InlineData("""{"id":"ours2","status":"tentative","attendees":[{"self":true,"responseStatus":"accepted"}]}""", false)]
    public async Task Beside_our_hold_there_may_be_what_takes_no_time_and_nothing_else(string other, bool onlyHeld)
    {
        Wire.On(List, Page(Ours, other));
        (await AskAsync()).ShouldBe(onlyHeld);

        Wire.On(List, Page(other, Ours));
        (await AskAsync()).ShouldBe(onlyHeld);
    }

    [Fact]
    public async Task A_time_without_our_hold_is_not_ours_whatever_makes_it_look_taken()
    {
        Wire.On(List, Page());

        (await AskAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_stands_on_a_later_page_counts_as_well()
    {
        Wire.On(
            List,
            new WireAnswer(200, """{"items":[],"nextPageToken":"2"}"""),
            new WireAnswer(200, $$"""{"items":[{{Ours}}],"nextPageToken":"3"}"""),
            new WireAnswer(200, Page("""{"id":"other"}"""))
        );

        (await AskAsync()).ShouldBeFalse();

        Wire.Count(List).ShouldBe(3);
        Wire.Requests.Last().Query.ShouldContain(("pageToken", "3"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"items":[null]}""")]
    [InlineData("""{"items":[{"status":"cancelled"}]}""")]
    [InlineData("""{"items":[],"nextPageToken":"again"}""")]
    [InlineData("<html/>")]
    public async Task An_answer_that_makes_no_sense_is_not_known(string answer)
    {
        Wire.On(List, answer);

        (await Should.ThrowAsync<ConnectorException>(AskAsync)).Kind.ShouldBe(FailureKind.Unreadable);
    }

    [Fact]
    public async Task A_time_that_ends_before_it_begins_is_not_asked_for()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Calendar.IsOnlyHeldAsync(Rep, From, From, [], Now));

        Wire.Requests.ShouldBeEmpty();
    }

    private Task<bool> AskAsync() => Calendar.IsOnlyHeldAsync(Rep, From, From.AddMinutes(30), ["ours1", "ours2"], Now);

    private static string Page(params string[] entries) => $$"""{"kind":"calendar#events","items":[{{string.Join(',', entries)}}]}""";
}
