using SalesAgent.Core.People;
using SalesAgent.Core.Records;

namespace SalesAgent.Tests.Records;

public sealed class LeadIdTests
{
    private static readonly PersonKey Jane = new("0123456789abcdef0123456789abcdef");
    private static readonly PersonKey Omar = new("fedcba9876543210fedcba9876543210");

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_first_event_of_the_same_person_always_has_the_same_id()
    {
        var id = LeadId.From(Jane, "form:1", Noon);

        LeadId.From(Jane, "form:1", Noon).ShouldBe(id);
        LeadId.From(Jane, "form:2", Noon).ShouldNotBe(id);
        LeadId.From(Omar, "form:1", Noon).ShouldNotBe(id);
    }

    [Fact]
    public void Ids_sort_by_the_second_of_the_event_and_those_of_one_second_differ()
    {
        DateTimeOffset[] moments =
        [
            DateTimeOffset.UnixEpoch.AddDays(-1),
            DateTimeOffset.UnixEpoch.AddSeconds(1),
            Noon,
            Noon.AddSeconds(1),
            Noon.AddYears(20),
            DateTimeOffset.MaxValue,
        ];
        var ids = moments.Select(moment => LeadId.From(Jane, "form:1", moment).Value).ToArray();

        ids.Order(StringComparer.Ordinal).ShouldBe(ids);
        ids.Select(id => LeadId.Parse(id).Value).ShouldBe(ids);
        ids.ShouldBeUnique();
        Enumerable.Range(0, 1000).Select(number => LeadId.From(Jane, $"event:{number}", Noon)).ShouldBeUnique();
    }

    [Fact]
    public void Nothing_of_the_person_or_the_event_can_be_read_in_it()
    {
        var id = LeadId.From(Jane, "form:jane@acme.example", Noon).Value;

        id.Length.ShouldBe(20);
        id.ShouldNotContain("jane");
        id.ShouldNotContain(Jane.Value[..4]);
    }

    [Fact]
    public void Any_id_is_read_back_as_itself()
    {
        for (var number = 0; number < 200; number++)
        {
            var id = LeadId.From(Jane, $"event:{number}", Noon.AddHours(number));

            LeadId.TryParse(id.Value, out var read).ShouldBeTrue();
            read.ShouldBe(id);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdefghj")]
    [InlineData("0123456789abcdefghjkm")]
    [InlineData("0123456789abcdefghjI")]
    [InlineData("0123456789abcdefghjl")]
    [InlineData("0123456789abcdefgh/j")]
    [InlineData("jane@acme.example.co")]
    public void Anything_else_is_refused(string? text) => LeadId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Whoever_is_certain_of_an_id_gets_an_error_for_a_text_that_is_none() =>
        Should.Throw<FormatException>(() => LeadId.Parse("jane@acme.example"));
}
