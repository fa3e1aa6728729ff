using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Connectors.Calendar;

public sealed class CalendarErrorRowTests : ErrorRowContract
{
    private static readonly NewHold Hold = new()
    {
        Key = "k",
        Title = "Held",
        Start = Today,
        End = Today.AddHours(1),
    };

    public static TheoryData<string> Rows => ErrorRow.Names("Calendar");

    protected override string Connector => "calendar";

    protected override (string Call, Func<Task> Ask) Reading =>
        ("POST /c/freeBusy", () => Calendar.FreeBusyAsync(Rep, Today, Today.AddDays(1), Now));

    protected override (string Call, Func<Task> Ask) Writing =>
        ("POST /c/calendars/rep%40sales.test/events", () => Calendar.CreateEventAsync(Rep, Hold, Now));

    [Theory, MemberData(nameof(Rows))]
    public Task Every_row_means_what_the_reference_says(string row) => HoldsAsync(ErrorRow.Find("Calendar", row));

    [Fact]
    public async Task A_duplicate_is_the_same_hold()
    {
        var one = $"GET /c/calendars/rep%40sales.test/events/{Hold.EventId}";
        Wire.On(Writing.Call, ErrorRow.Find("Calendar", "409 duplicate").Answer)
            .On(one, $$"""{"id":"{{Hold.EventId}}","status":"cancelled"}""");

        (await Calendar.CreateEventAsync(Rep, Hold, Now)).ShouldBe(new CalendarHold.Removed(Hold.EventId));
    }

    [Theory]
    [InlineData("404 notFound")]
    [InlineData("410 deleted")]
    public async Task A_hold_that_is_gone_needs_no_removing(string row)
    {
        Wire.On($"DELETE /c/calendars/rep%40sales.test/events/{Hold.EventId}", ErrorRow.Find("Calendar", row).Answer);

        (await Calendar.DeleteEventAsync(Rep, Hold.EventId, Now)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("401 authError")]
    [InlineData("403 insufficientPermissions")]
    [InlineData("500 backendError")]
    public async Task Settings_that_cannot_be_read_are_not_known(string row)
    {
        var answer = ErrorRow.Find("Calendar", row).Answer;
        Wire.On("GET /c/users/me/settings/timezone", answer).On("GET /c/calendars/rep%40sales.test", answer);

        (await Calendar.SettingsAsync(Rep, Now)).ShouldBe(new CalendarSettings(null, null));
    }
}
