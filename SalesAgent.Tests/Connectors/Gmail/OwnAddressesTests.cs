using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Tests.Connectors.Gmail;

/// <summary>The addresses under which a rep writes are the rep.</summary>
public sealed class OwnAddressesTests : ConnectorWorld
{
    private const string Thread = "GET /g/gmail/v1/users/rep%40sales.test/threads/t1";

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task What_an_alias_wrote_was_written_by_the_mailbox()
    {
        Wire.On(Thread, Some.Thread("t1", Some.Message("m1", 1, "Rita <RITA@sales.test>", "jane@acme.test")));

        (await Gmail.GetThreadAsync(Rep, "t1", Now))!.Messages.Single().Direction.ShouldBe(MailDirection.Outbound);
    }

    [Fact]
    public async Task An_answer_goes_where_they_want_it_and_never_to_ourselves()
    {
        Wire.On(
            Thread,
            Some.Thread(
                "t1",
                Some.Message(
                    "m1",
                    1,
                    "jane@acme.test",
                    Rep,
                    ("Message-ID", "<a@acme.test>"),
                    ("reply-to", "Rita <rita@sales.test>, Jane Doe <jane.doe@acme.test>")
                )
            )
        );
        Answers(await Gmail.GetThreadAsync(Rep, "t1", Now)).ShouldBe([new MailPerson("jane.doe@acme.test", "Jane Doe")]);

        Wire.On(
            Thread,
            Some.Thread(
                "t1",
                Some.Message("m1", 1, "Jane <jane@acme.test>", Rep, ("Message-ID", "<a@acme.test>"), ("Reply-To", "rita@sales.test"))
            )
        );
        Answers(await Gmail.GetThreadAsync(Rep, "t1", Now)).ShouldBe([new MailPerson("jane@acme.test", "Jane")]);

        Wire.On(
            Thread,
            Some.Thread(
                "t1",
                Some.Message("m1", 1, "jane@acme.test", Rep, ("Message-ID", "<a@acme.test>")),
                Some.Message("m2", 2, "rita@sales.test", "boss@acme.test", ("Message-ID", "<b@sales.test>")).Labelled("SENT")
            )
        );
        Answers(await Gmail.GetThreadAsync(Rep, "t1", Now)).ShouldBe([new MailPerson("jane@acme.test")]);
    }

    [Fact]
    public async Task A_mail_that_nobody_answered_yet_is_followed_up_with_whom_it_went_to()
    {
        Wire.On(
            Thread,
            Some.Thread(
                "t1",
                Some.Message("m1", 1, "rita@sales.test", "jane@acme.test, rep@sales.test", ("Message-ID", "<a@sales.test>"))
                    .Labelled("SENT")
            )
        );

        Answers(await Gmail.GetThreadAsync(Rep, "t1", Now)).ShouldBe([new MailPerson("jane@acme.test")]);
    }

    [Fact]
    public async Task An_alias_that_is_not_confirmed_may_be_somebody_else()
    {
        Wire.On(
                SendAs,
                """{"sendAs":[{"sendAsEmail":"rep@sales.test","isPrimary":true},{"sendAsEmail":"jane@acme.test","verificationStatus":"pending"},{},null]}"""
            )
            .On(Thread, Some.Thread("t1", Some.Message("m1", 1, "jane@acme.test", Rep)));

        (await Gmail.GetThreadAsync(Rep, "t1", Now))!.Messages.Single().Direction.ShouldBe(MailDirection.Inbound);
    }

    [Theory]
    [InlineData(403, """{"error":{"code":403,"errors":[{"reason":"insufficientPermissions"}]}}""")]
    [InlineData(500, "")]
    [InlineData(200, "<html/>")]
    [InlineData(200, "{}")]
    public async Task Without_the_list_a_mailbox_is_the_address_it_has(int status, string body)
    {
        Settings["Connectors:MaxAttempts"] = "1";
        Wire.On(SendAs, new WireAnswer(status, body))
            .On(
                Thread,
                Some.Thread("t1", Some.Message("m1", 1, Rep, "jane@acme.test"), Some.Message("m2", 2, "rita@sales.test", "jane@acme.test"))
            );

        (await Gmail.GetThreadAsync(Rep, "t1", Now))!
            .Messages.Select(message => message.Direction)
            .ShouldBe([MailDirection.Outbound, MailDirection.Inbound]);
    }

    [Fact]
    public async Task They_are_asked_for_once_in_half_an_hour_and_again_after_a_failure()
    {
        Wire.On(SendAs, new WireAnswer(403), new WireAnswer(200, """{"sendAs":[]}"""))
            .On(Thread, Some.Thread("t1", Some.Message("m1", 1, Rep, "jane@acme.test")));

        foreach (var minutes in new[] { 0, 1, 28, 5 })
        {
            clock.Advance(TimeSpan.FromMinutes(minutes));
            await Gmail.GetThreadAsync(Rep, "t1", Now);
        }

        Wire.Count(SendAs).ShouldBe(3);
    }

    protected override void Register(IServiceCollection more) => more.AddSingleton<TimeProvider>(clock);

    private static IReadOnlyList<MailPerson> Answers(MailThread? thread) => ReplyContext.For(thread!)!.AnswersTo;
}
