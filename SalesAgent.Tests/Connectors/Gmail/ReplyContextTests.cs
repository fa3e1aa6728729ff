using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Tests.Connectors.Gmail;

public sealed class ReplyContextTests
{
    [Fact]
    public void It_answers_the_last_message_that_was_really_sent()
    {
        var reply = ReplyContext.For(
            Thread(
                Message("<a@x.test>"),
                Message("<b@x.test>") with
                {
                    References = ["<a@x.test>"],
                },
                Message("<c@x.test>") with
                {
                    IsDraft = true,
                }
            )
        );

        reply!.InReplyTo.ShouldBe("<b@x.test>");
        reply.References.ShouldBe(["<a@x.test>", "<b@x.test>"]);
        reply.ThreadId.ShouldBe("t1");
    }

    [Fact]
    public void Without_references_the_messages_of_the_thread_are_the_chain() =>
        ReplyContext
            .For(Thread(Message("<a@x.test>"), Message(null), Message("<b@x.test>")))!
            .References.ShouldBe(["<a@x.test>", "<b@x.test>"]);

    [Fact]
    public void A_long_chain_keeps_its_root_and_its_end()
    {
        var chain = Enumerable.Range(0, 50).Select(n => $"<{n}@x.test>").ToList();

        var references = ReplyContext.For(Thread(Message("<last@x.test>") with { References = chain }))!.References;

        references.Count.ShouldBe(20);
        references[0].ShouldBe("<0@x.test>");
        references[1].ShouldBe("<32@x.test>");
        references[^1].ShouldBe("<last@x.test>");
    }

    [Fact]
    public void There_is_nothing_to_answer_without_a_sent_message_or_its_id()
    {
        ReplyContext.For(Thread(Message("<a@x.test>") with { IsDraft = true })).ShouldBeNull();
        ReplyContext.For(Thread(Message("<a@x.test>"), Message(null))).ShouldBeNull();
    }

    private static MailThread Thread(params MailMessage[] messages) =>
        new()
        {
            Id = "t1",
            Subject = "Pumps",
            Messages = messages,
        };

    private static MailMessage Message(string? id) =>
        new()
        {
            Id = "m",
            MessageIdHeader = id,
            Date = DateTimeOffset.UnixEpoch,
            Direction = MailDirection.Inbound,
        };
}
