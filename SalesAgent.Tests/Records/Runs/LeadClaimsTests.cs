using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Records.Runs;

/// <summary>How long somebody else has a lead to itself: by what passes here, and not by anybody's clock.</summary>
public sealed class LeadClaimsTests : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);
    private static readonly string About = LeadClaims.Run("lead1");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-");
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly WrongClock theirs;
    private readonly Instances there;
    private readonly LeadClaims they;
    private readonly WrongClock ours;
    private readonly Instances here;
    private readonly LeadClaims we;

    public LeadClaimsTests()
    {
        (theirs, ours) = (new WrongClock(time), new WrongClock(time));
        (there, here) = (Start(), Start());
        there.Own.ShouldNotBeNull();
        (they, we) = (ClaimsOf(there, theirs), ClaimsOf(here, ours));
    }

    public static TheoryData<double, double> Clocks =>
        new()
        {
            { 0, 0 },
            { -10, 0 },
            { 48, 0 },
            { 0, -10 },
            { 0, 1.0 / 60 },
            { 0, 48 },
            { -10, 48 },
        };

    public void Dispose()
    {
        there.Dispose();
        here.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory, MemberData(nameof(Clocks))]
    public void A_claim_lasts_as_long_as_it_says_whatever_the_two_clocks_do(double theirHours, double ourHours)
    {
        theirs.Turn(TimeSpan.FromHours(theirHours));
        var claim = they.Take(About, "worker");

        we.LeftOf(About, claim, writes: true).ShouldBe(Length);
        time.Advance(TimeSpan.FromSeconds(10));
        ours.Turn(TimeSpan.FromHours(ourHours));
        we.LeftOf(About, claim, writes: true).ShouldBe(TimeSpan.FromSeconds(20));
        time.Advance(TimeSpan.FromSeconds(20));
        we.LeftOf(About, claim, writes: true).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_claim_that_is_prolonged_begins_anew()
    {
        var claim = they.Take(About, "worker");
        we.LeftOf(About, claim, writes: true);
        time.Advance(TimeSpan.FromSeconds(25));

        var prolonged = they.Take(About, "worker");

        we.LeftOf(About, prolonged, writes: true).ShouldBe(Length);
    }

    [Fact]
    public void Whoever_is_dead_is_not_waited_for()
    {
        var claim = they.Take(About, "worker");
        we.LeftOf(About, claim, writes: false).ShouldBe(Length);

        there.Dispose();

        we.IsDead(claim).ShouldBeTrue();
        we.LeftOf(About, claim, writes: false).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void What_the_dead_may_have_sent_with_their_last_breath_is_waited_for_a_moment()
    {
        var claim = they.Take(About, "worker");
        there.Dispose();

        we.LeftOf(About, claim, writes: true).ShouldBe(LeadClaims.LastBreath);
        time.Advance(LeadClaims.LastBreath);
        we.LeftOf(About, claim, writes: true).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_claim_of_an_earlier_release_is_waited_for()
    {
        var claim = new LeadClaim("worker", time.GetUtcNow() + TimeSpan.FromDays(2));

        we.LeftOf(About, claim, writes: true).ShouldBe(Length);
        time.Advance(Length);
        we.LeftOf(About, claim, writes: true).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Nobody_claims_a_lead_for_longer_than_an_hour() =>
        we.LeftOf(About, new LeadClaim("worker", time.GetUtcNow(), "0123456789abcdef", int.MaxValue), writes: true)
            .ShouldBe(TimeSpan.FromHours(1));

    [Fact]
    public void However_many_claims_are_seen_only_so_many_are_remembered_and_the_newest_of_them()
    {
        var claim = they.Take(About, "worker");
        we.LeftOf(About, claim, writes: true);
        time.Advance(TimeSpan.FromSeconds(20));

        for (var i = 0; i < LeadClaims.MostSeen - 1; i++)
            we.Take(LeadClaims.Holds($"{i}"), "worker");
        we.LeftOf(About, claim, writes: true).ShouldBe(TimeSpan.FromSeconds(10), "it is among them still");
        for (var i = 0; i < LeadClaims.MostSeen; i++)
            we.Take(LeadClaims.Decision($"{i}"), "worker");

        we.Seen.ShouldBe(LeadClaims.MostSeen);
        we.LeftOf(About, claim, writes: true).ShouldBe(Length, "what was dropped is waited for from when it is seen again");
    }

    [Fact]
    public void What_nobody_has_asked_about_for_an_hour_is_forgotten()
    {
        for (var i = 0; i < 100; i++)
            we.Take(LeadClaims.Run($"{i}"), "worker");
        time.Advance(TimeSpan.FromHours(2));

        we.Take(About, "worker");

        we.Seen.ShouldBe(1);
    }

    [Fact]
    public void What_is_given_back_is_forgotten()
    {
        foreach (var about in (string[])[About, LeadClaims.Decision("lead1"), LeadClaims.Holds("lead1")])
        {
            we.Take(about, "worker");
            we.Release(about);
        }

        we.Seen.ShouldBe(0);
    }

    private Instances Start() => new(Path.Combine(folder.FullName, "instances"), NullLogger<Instances>.Instance);

    private static LeadClaims ClaimsOf(Instances instance, TimeProvider clock) => new(instance, Options.Create(new WorkOptions()), clock);
}
