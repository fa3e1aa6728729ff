using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Orchestration.Correspondents;

namespace SalesAgent.Tests.Orchestration.Correspondents;

public sealed class AwayNotesTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("I am out of the office until 15 December.", "2026-12-15")]
    [InlineData("I'm away until Monday, December 14th and will answer then.", "2026-12-14")]
    [InlineData("Out until Tuesday 5 January", "2027-01-05")]
    [InlineData("Thank you. I am on annual leave and back on 2027-01-04.", "2027-01-04")]
    [InlineData("Away from 1 to 12 December, returning on 14 December 2026", "2026-12-14")]
    [InlineData("Ich bin bis zum 15.12.2026 im Urlaub.", "2026-12-15")]
    [InlineData("Ich bin abwesend und wieder ab 7. Januar erreichbar.", "2027-01-07")]
    [InlineData("Je suis absente jusqu'au 18 décembre.", "2026-12-18")]
    [InlineData("Estoy fuera de la oficina hasta el 9 de diciembre", "2026-12-09")]
    [InlineData("Sono in ferie fino al 27/12/2026", "2026-12-27")]
    [InlineData("Afwezig tot 20 dec.", "2026-12-20")]
    [InlineData("Out of office until 12/05", null)]
    [InlineData("Out of office until further notice", null)]
    [InlineData("Out of office until 31 February", null)]
    [InlineData("On leave. Since 1 November Bob answers.", null)]
    public void The_day_is_read_where_it_can_be_read_in_one_way(string words, string? until)
    {
        var note = AwayNotes.Read(Note("Automatic reply: Pumps", words)).ShouldNotBeNull();

        note.Words.ShouldBe(words);
        note.Until?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(until);
        (note.Until is null).ShouldBe(until is null);
    }

    [Fact]
    public void An_automatic_note_about_something_else_and_a_mail_about_holidays_say_nothing()
    {
        AwayNotes.Read(Note("We have received your mail", "Your ticket number is 4711. We answer until 15 December.")).ShouldBeNull();
        AwayNotes.Read(Note("Pumps", "I am away until 15 December.") with { Nature = MailNature.Written }).ShouldBeNull();
    }

    private static MailMessage Note(string subject, string words) =>
        new()
        {
            Id = "m1",
            Subject = subject,
            Snippet = words,
            Date = At,
            Direction = MailDirection.Inbound,
            Nature = MailNature.Automatic,
        };
}
