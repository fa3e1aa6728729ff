using System.Buffers.Text;
using System.Text;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Tests.Connectors.Gmail;

/// <summary>A draft that the rep works on meanwhile is never overwritten.</summary>
public sealed class DraftRaceTests : ConnectorWorld
{
    private const string Read = "GET /g/gmail/v1/users/rep%40sales.test/drafts/r-1";
    private const string Put = "PUT /g/gmail/v1/users/rep%40sales.test/drafts/r-1";

    [Fact]
    public async Task An_untouched_draft_is_replaced()
    {
        Wire.On(Read, Stored("m1", "As we left it."))
            .On(Put, """{"id":"r-1","message":{"id":"m2","threadId":"t1","labelIds":["DRAFT"]}}""");

        (await ReplaceAsync()).ShouldBe(new DraftChange.Replaced(new DraftReference("r-1", "t1", "m2")));

        Wire.Requests.Select(request => request.Call).ShouldBe([Read, Put]);
    }

    [Fact]
    public async Task A_draft_that_changed_after_it_was_looked_at_is_left_alone()
    {
        Wire.On(Read, new WireAnswer(200, Stored("m1", "As we left it.")), new WireAnswer(200, Stored("m2", "With a word of my own.")));
        (await Gmail.ReadDraftAsync(Rep, "r-1", Now))!.Body.ShouldBe("As we left it.");

        (await ReplaceAsync()).ShouldBeOfType<DraftChange.Edited>().Now.Body.ShouldBe("With a word of my own.");

        Wire.Requests.ShouldAllBe(request => request.Call == Read);
    }

    [Fact]
    public async Task A_draft_that_gmail_saved_again_without_a_change_is_still_untouched()
    {
        Wire.On(Read, Stored("m7", "As we left it.")).On(Put, """{"id":"r-1","message":{"id":"m8","threadId":"t1"}}""");

        (await ReplaceAsync()).ShouldBeOfType<DraftChange.Replaced>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_draft_that_was_sent_or_deleted_meanwhile_is_not_made_again(bool beforeTheSecondLook)
    {
        var gone = new WireAnswer(404, """{"error":{"code":404,"errors":[{"reason":"notFound"}]}}""");
        Wire.On(Read, beforeTheSecondLook ? gone : new WireAnswer(200, Stored("m1", "As we left it."))).On(Put, gone);

        (await ReplaceAsync()).ShouldBe(new DraftChange.Gone());

        Wire.Count(Put).ShouldBe(beforeTheSecondLook ? 0 : 1);
    }

    [Fact]
    public async Task A_draft_that_cannot_be_read_is_not_replaced()
    {
        Wire.On(Read, new WireAnswer(500));

        (await Should.ThrowAsync<ConnectorException>(ReplaceAsync)).Kind.ShouldBe(FailureKind.Unavailable);

        Wire.Count(Put).ShouldBe(0);
    }

    [Fact]
    public async Task What_lies_there_tells_which_text_it_is()
    {
        Wire.On(Read, Stored("m5", "x"));

        (await Gmail.ReadDraftAsync(Rep, "r-1", Now))!.MessageId.ShouldBe("m5");
    }

    private Task<DraftChange> ReplaceAsync() =>
        Gmail.UpdateDraftAsync(Rep, "r-1", Some.Draft("Later."), now => now.Body == "As we left it.", Now);

    private static string Stored(string message, string body)
    {
        var raw = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"To: jane@acme.test\r\nSubject: x\r\n\r\n{body}\r\n"));
        return $$$"""{"id":"r-1","message":{"id":"{{{message}}}","threadId":"t1","raw":"{{{raw}}}"}}""";
    }
}
