using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using SalesAgent.Bot.Operations.Operators;

namespace SalesAgent.Tests.Operations.Operators;

public sealed class OperatorKeysTests
{
    private readonly NewOperatorKey first = NewOperatorKey.Make();
    private readonly NewOperatorKey second = NewOperatorKey.Make();

    [Fact]
    public void Each_key_says_whose_it_is()
    {
        var keys = With(("prometheus", first.Hash), ("grafana", second.Hash.ToUpperInvariant()));

        keys.Recognise($"Bearer {first.Key}").ShouldBe(new OperatorCall.By("prometheus"));
        keys.Recognise($"bearer  {second.Key} ").ShouldBe(new OperatorCall.By("grafana"));
    }

    [Fact]
    public void A_key_whose_entry_is_gone_opens_nothing() =>
        With(("grafana", second.Hash)).Recognise($"Bearer {first.Key}").ShouldBe(new OperatorCall.Refused(OperatorRefusal.UnknownKey));

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic cHJvbWV0aGV1czo=")]
    public void Who_sends_no_key_is_told_apart_from_who_sends_a_wrong_one(string authorization) =>
        With(("prometheus", first.Hash)).Recognise(authorization).ShouldBe(new OperatorCall.Refused(OperatorRefusal.NoKey));

    [Fact]
    public void Neither_the_hash_nor_a_part_of_the_key_opens_anything()
    {
        var keys = With(("prometheus", first.Hash));

        foreach (var wrong in (string[])[first.Hash, first.Key[..^1], first.Key + "x", first.Key.ToUpperInvariant(), new('k', 100_000)])
            keys.Recognise($"Bearer {wrong}").ShouldBe(new OperatorCall.Refused(OperatorRefusal.UnknownKey));
    }

    [Fact]
    public void Without_a_key_everything_is_closed() =>
        With().Recognise($"Bearer {first.Key}").ShouldBe(new OperatorCall.Refused(OperatorRefusal.NoneConfigured));

    [Fact]
    public void Two_entries_have_two_names_and_two_keys()
    {
        ProblemsWith(("prometheus", first.Hash), ("Prometheus", second.Hash)).ShouldHaveSingleItem().ShouldStartWith("OperatorKeys:1:Name");
        ProblemsWith(("prometheus", first.Hash), ("grafana", first.Hash.ToUpperInvariant()))
            .ShouldHaveSingleItem()
            .ShouldStartWith("OperatorKeys:1:Hash");
    }

    [Fact]
    public void No_two_keys_are_alike_and_none_is_shown_by_accident()
    {
        first.Key.ShouldNotBe(second.Key);
        first.Key.Length.ShouldBeGreaterThan(50);
        first.ToString().ShouldNotContain(first.Key);
    }

    private static OperatorKeys With(params (string Name, string Hash)[] entries) =>
        OperatorKeys.From(Configuration(entries), Production, out _).ShouldNotBeNull();

    private static IReadOnlyList<string> ProblemsWith(params (string Name, string Hash)[] entries)
    {
        OperatorKeys.From(Configuration(entries), Production, out var problems).ShouldBeNull();
        return problems;
    }

    private static HostingEnvironment Production => new() { EnvironmentName = Environments.Production };

    private static IConfiguration Configuration((string Name, string Hash)[] entries) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                entries.SelectMany(
                    (entry, n) =>
                        (KeyValuePair<string, string?>[])
                            [new($"OperatorKeys:{n}:Name", entry.Name), new($"OperatorKeys:{n}:Hash", entry.Hash)]
                )
            )
            .Build();
}
