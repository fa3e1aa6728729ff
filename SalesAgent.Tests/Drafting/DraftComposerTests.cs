using System.Security.Cryptography;
using SalesAgent.Core.Drafting;

namespace SalesAgent.Tests.Drafting;

public sealed class DraftComposerTests
{
    private const string Text = "Hi Jane,  \r\n\r\n\r\nOne of these?\r\n\r\n[[times]]\r\n\r\nBest,\r\nSam";

    [Fact]
    public void Times_stand_where_the_marker_was()
    {
        var draft = Compose(Text, [SomeDraft.Slots[0], SomeDraft.Slots[1]]);

        draft.Body.ShouldBe(
            """
            Hi Jane,

            One of these?

            - Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC-05:00)
            - Wed 25 Nov 2026, 14:00–14:30 (New York time, UTC-05:00)

            Best,
            Sam

            """.ReplaceLineEndings("\n")
        );
        draft.Version.ShouldBe(1);
        draft.Times.Count.ShouldBe(2);
    }

    [Fact]
    public void Without_times_only_the_marker_line_goes() => Compose(Text, []).Body.ShouldBe("Hi Jane,\n\nOne of these?\n\nBest,\nSam\n");

    [Fact]
    public void Other_times_make_the_next_version_with_another_hash()
    {
        var first = Compose(Text, [SomeDraft.Slots[0]]);
        var second = first.WithTimes([SomeDraft.Slots[2]]);
        var third = second.WithTimes([]);
        var fourth = third.WithTimes([SomeDraft.Slots[0]]);

        second.Version.ShouldBe(2);
        second.Body.ShouldContain("26 Nov");
        second.Body.ShouldNotContain("24 Nov");
        third.Body.ShouldNotContain("Nov");
        fourth.Version.ShouldBe(4);
        fourth.Body.ShouldBe(first.Body);
        fourth.ContentHash.ShouldBe(first.ContentHash);
        new[] { first, second, third }.Select(draft => draft.ContentHash).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void A_text_without_a_place_takes_no_times()
    {
        var draft = Compose("Hi Jane,\n\nLet us talk.", []);

        draft.HasPlaceForTimes.ShouldBeFalse();
        Should.Throw<ArgumentException>(() => draft.WithTimes(SomeDraft.Slots));
    }

    [Fact]
    public void Another_text_keeps_the_times_it_has_a_place_for()
    {
        var draft = Compose(Text, [SomeDraft.Slots[0]]);

        draft.WithMessage(new WrittenMessage("New", "Here:\n[[times]]", "t")).Times.ShouldBe([SomeDraft.Slots[0]]);
        draft.WithMessage(new WrittenMessage("New", "None.", "t")).Times.ShouldBeEmpty();
    }

    [Fact]
    public void The_hash_sees_everything_that_the_recipient_sees()
    {
        var draft = Compose(Text, [SomeDraft.Slots[0]]);
        Draft[] changed =
        [
            draft with
            {
                To = "eve@contoso.example",
            },
            draft with
            {
                ToName = "Eve",
            },
            draft with
            {
                ToName = null,
            },
            draft with
            {
                From = "eve@example.com",
            },
            draft with
            {
                FromName = "Eve",
            },
            draft with
            {
                Subject = "Other",
            },
            draft with
            {
                Body = draft.Body + "x",
            },
            draft with
            {
                ThreadId = "18f",
            },
            draft with
            {
                ThreadId = "",
            },
            draft with
            {
                Subject = draft.Subject + draft.Body,
                Body = "",
            },
        ];

        changed.Select(DraftComposer.HashOf).Append(draft.ContentHash).Distinct().Count().ShouldBe(changed.Length + 1);
        DraftComposer.HashOf(draft with { Version = 9 }).ShouldBe(draft.ContentHash);
        draft.ContentHash.ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public void The_hash_of_a_draft_never_changes_between_releases() =>
        DraftComposer
            .HashOf(
                new Draft
                {
                    Version = 1,
                    To = "a@b.example",
                    From = "c@d.example",
                    FromName = "C",
                    Subject = "S",
                    Body = "B\n",
                    TextWithMarker = "B\n",
                    Times = [],
                    ContentHash = "",
                }
            )
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData("7;draft/111;a@b.example-;11;c@d.example1;C1;S2;B\n-;"u8)));

    [Fact]
    public void A_subject_with_line_breaks_becomes_one_line() =>
        DraftComposer
            .Compose(new WrittenMessage("Hello\r\nBcc: eve@evil.example", "Text", "t"), SomeDraft.Envelope, [])
            .Subject.ShouldBe("Hello Bcc: eve@evil.example");

    private static Draft Compose(string text, IReadOnlyList<Slot> times) =>
        DraftComposer.Compose(new WrittenMessage("Your request", text, "template:test"), SomeDraft.Envelope, times);
}
