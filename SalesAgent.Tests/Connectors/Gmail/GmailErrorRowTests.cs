using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Connectors.Gmail;

public sealed class GmailErrorRowTests : ErrorRowContract
{
    private const string Users = "/g/gmail/v1/users/rep%40sales.test";

    public static TheoryData<string> Rows => ErrorRow.Names("Gmail");

    protected override string Connector => "gmail";

    protected override (string Call, Func<Task> Ask) Reading =>
        ($"GET {Users}/threads", () => Gmail.SearchThreadsAsync(Rep, ["jane@acme.test"], 3, Now));

    protected override (string Call, Func<Task> Ask) Writing =>
        ($"POST {Users}/drafts", () => Gmail.CreateDraftAsync(Rep, Some.Draft(), Now));

    [Theory, MemberData(nameof(Rows))]
    public Task Every_row_means_what_the_reference_says(string row) => HoldsAsync(ErrorRow.Find("Gmail", row));

    [Theory]
    [InlineData("403 domainPolicy")]
    [InlineData("403 accessNotConfigured")]
    [InlineData("403 SERVICE_DISABLED")]
    [InlineData("403 delegationDenied")]
    public async Task What_an_administrator_switched_off_is_for_an_administrator(string row)
    {
        Wire.On(Reading.Call, ErrorRow.Find("Gmail", row).Answer);

        GoogleRemedy.For(await Should.ThrowAsync<ConnectorException>(Reading.Ask))!.ShouldContain("administrator");
    }

    [Fact]
    public async Task What_is_gone_is_an_answer_where_it_was_asked_for()
    {
        var gone = ErrorRow.Find("Gmail", "404 notFound").Answer;
        Wire.On($"GET {Users}/drafts/r-1", gone).On($"DELETE {Users}/drafts/r-1", gone).On($"GET {Users}/threads/t1", gone);

        (await Gmail.ReadDraftAsync(Rep, "r-1", Now)).ShouldBeNull();
        (await Gmail.UpdateDraftAsync(Rep, "r-1", Some.Draft(), _ => true, Now)).ShouldBe(new DraftChange.Gone());
        (await Gmail.DeleteDraftAsync(Rep, "r-1", Now)).ShouldBeFalse();
        (await Gmail.GetThreadAsync(Rep, "t1", Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Every_write_is_left_open_by_a_server_error_and_asked_once()
    {
        var trouble = ErrorRow.Find("Gmail", "503 backendError").Answer;
        Wire.On($"GET {Users}/drafts/r-1", """{"id":"r-1","message":{"id":"m1","threadId":"t1","raw":"U3ViamVjdDogeA0KDQp4"}}""")
            .On($"PUT {Users}/drafts/r-1", trouble)
            .On($"DELETE {Users}/drafts/r-1", trouble);

        (await Should.ThrowAsync<ConnectorException>(() => Gmail.UpdateDraftAsync(Rep, "r-1", Some.Draft(), _ => true, Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.DeleteDraftAsync(Rep, "r-1", Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        (Wire.Count($"PUT {Users}/drafts/r-1"), Wire.Count($"DELETE {Users}/drafts/r-1")).ShouldBe((1, 1));
    }
}
