using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Operations;
using SalesAgent.Bot.Operations.Door;

namespace SalesAgent.Tests.Operations.Door;

public sealed class SourceBookTests
{
    private const int Most = 5;

    private readonly FakeTimeProvider time = new();
    private readonly SourceBook book;

    public SourceBookTests() =>
        book = new SourceBook(
            new RouteTable(Array.Empty<Endpoint>(), []),
            Options.Create(new RateLimitOptions { Requests = Most, WindowSeconds = 60 }),
            time
        );

    [Fact]
    public void A_flood_of_sources_fills_a_table_of_fixed_size()
    {
        for (var i = 0; i < 100_000; i++)
            Ask(Stranger(i), showsCredential: i % 2 == 0, proven: false);

        book.Count.ShouldBe(SourceBook.MostStrangers + 1);
    }

    [Fact]
    public void Who_has_proved_themselves_keeps_their_own_allowance_whatever_strangers_do()
    {
        Ask(Portal, showsCredential: true, proven: true).ShouldBeTrue();
        Flood();

        time.Advance(TimeSpan.FromMinutes(3));
        Flood();

        for (var i = 0; i < Most; i++)
            Ask(Portal, showsCredential: true, proven: true).ShouldBeTrue($"request {i}");
        Ask(Portal, showsCredential: true, proven: true).ShouldBeFalse("its own limit holds all the same");
    }

    [Fact]
    public void Who_can_prove_themselves_gets_in_while_strangers_without_a_credential_flood()
    {
        Flood();
        Ask(Stranger(1_000_001), showsCredential: false, proven: false).ShouldBeFalse("strangers share what is left, and that is gone");

        for (var i = 0; i < Most; i++)
            Ask(Portal, showsCredential: true, proven: true).ShouldBeTrue($"request {i}");
    }

    [Fact]
    public void A_stranger_at_the_same_address_locks_out_nobody_who_is_proven()
    {
        for (var i = 0; i < Most * 3; i++)
            Ask(Portal, showsCredential: false, proven: false);

        Ask(Portal, showsCredential: true, proven: true).ShouldBeTrue();
    }

    [Fact]
    public void Forged_credentials_have_a_limit_of_their_own()
    {
        for (var i = 0; i < Most; i++)
            Ask(Stranger(1), showsCredential: true, proven: false).ShouldBeTrue();

        Ask(Stranger(1), showsCredential: true, proven: false).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(60));
        Ask(Stranger(1), showsCredential: true, proven: false).ShouldBeTrue("the window is over");
    }

    [Fact]
    public void What_is_not_answered_yet_counts_as_well()
    {
        var visits = Enumerable
            .Range(0, Most)
            .Select(_ => book.Enter(Portal, RouteTable.Unknown, showsCredential: true, out var _)!.Value)
            .ToList();

        book.Enter(Portal, RouteTable.Unknown, showsCredential: true, out var wait).ShouldBeNull();
        wait.ShouldBeGreaterThan(TimeSpan.Zero);

        // They hang over the end of the window: the next one does not begin with room that is taken.
        time.Advance(TimeSpan.FromMinutes(2));
        book.Enter(Portal, RouteTable.Unknown, showsCredential: true, out _).ShouldBeNull();
        foreach (var visit in visits)
            book.Leave(visit, wasProven: false);
        time.Advance(TimeSpan.FromMinutes(2));
        book.Enter(Portal, RouteTable.Unknown, showsCredential: true, out _).ShouldNotBeNull();
    }

    [Fact]
    public void Sources_that_went_away_make_room_for_others()
    {
        Flood();
        time.Advance(TimeSpan.FromMinutes(1));

        for (var i = 0; i < Most; i++)
            Ask(Stranger(2_000_000), showsCredential: false, proven: false).ShouldBeTrue();
        Ask(Stranger(2_000_000), showsCredential: false, proven: false).ShouldBeFalse("it has an allowance of its own again");
        book.Count.ShouldBe(2);
    }

    [Fact]
    public void Those_who_are_proven_are_bounded_as_well()
    {
        for (var i = 0; i < SourceBook.MostProven * 3; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            Ask(Stranger(i), showsCredential: true, proven: true);
        }

        book.Count.ShouldBe(SourceBook.MostProven + 1);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("fe80::1%1", "fe80::2%7", true)]
    [InlineData("::cb00:7107", "203.0.113.7", false)]
    public void An_IPv6_network_is_one_source_and_a_mapped_address_is_the_IPv4_one(string one, string other, bool isSame) =>
        (SourceKey.Of(IPAddress.Parse(one)) == SourceKey.Of(IPAddress.Parse(other))).ShouldBe(isSame);

    private static SourceKey Portal { get; } = SourceKey.Of(IPAddress.Parse("198.51.100.1"));

    private static SourceKey Stranger(int number) => new(true, 0x20010db800000000UL + (ulong)number);

    private void Flood()
    {
        for (var i = 0; i < SourceBook.MostStrangers + (Most * SourceBook.SharedAllowances) + 1; i++)
            Ask(Stranger(i), showsCredential: false, proven: false);
    }

    private bool Ask(SourceKey source, bool showsCredential, bool proven)
    {
        if (book.Enter(source, RouteTable.Unknown, showsCredential, out _) is not { } visit)
            return false;

        book.Leave(visit, proven);
        return true;
    }
}
