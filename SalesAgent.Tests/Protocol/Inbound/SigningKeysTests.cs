using System.Net;

namespace SalesAgent.Tests.Protocol.Inbound;

public sealed class SigningKeysTests : IAsyncLifetime
{
    private static readonly SigningKey Rotated = new("connector-2") { Rsa = SigningKey.AnotherPair };

    private BotUnderTest bot = null!;

    public async ValueTask InitializeAsync() => bot = await BotUnderTest.StartAsync();

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Fact]
    public async Task The_first_token_of_a_new_key_is_let_in()
    {
        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
        bot.Keys.Keys = [Rotated];

        await ShouldAnswerAsync(Token.SignedBy(Rotated), HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_refused()
    {
        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
        bot.Keys.Keys = [Rotated];
        await ShouldAnswerAsync(Token.SignedBy(Rotated), HttpStatusCode.OK);

        await ShouldAnswerAsync(new Token(), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Made_up_key_ids_do_not_hammer_the_key_server()
    {
        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
        for (var i = 0; i < 10; i++)
        {
            await ShouldAnswerAsync(
                Token.SignedBy(new SigningKey($"made-up-{i}") { Rsa = SigningKey.AnotherPair }),
                HttpStatusCode.Unauthorized
            );
        }

        // The first, and two within a minute.
        bot.Keys.Fetches.ShouldBe(3);
    }

    [Fact]
    public async Task Somebody_who_makes_up_keys_without_end_keeps_a_rotation_out_for_a_minute_at_most()
    {
        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
        for (var i = 0; i < 10; i++)
        {
            await ShouldAnswerAsync(
                Token.SignedBy(new SigningKey($"made-up-{i}") { Rsa = SigningKey.AnotherPair }),
                HttpStatusCode.Unauthorized
            );
        }

        bot.Keys.Keys = [Rotated];
        await ShouldAnswerAsync(Token.SignedBy(Rotated), HttpStatusCode.Unauthorized);
        bot.Time.Advance(TimeSpan.FromMinutes(1));

        await ShouldAnswerAsync(Token.SignedBy(Rotated), HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("aud", "somebody-else")]
    [InlineData("iss", "https://evil.example")]
    [InlineData("serviceurl", null)]
    public async Task A_token_that_cannot_be_the_connectors_has_nothing_fetched(string claim, string? value)
    {
        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
        var madeUp = Token.SignedBy(new SigningKey("made-up") { Rsa = SigningKey.AnotherPair });

        await ShouldAnswerAsync(value is null ? madeUp.Without(claim) : madeUp.Claiming(claim, value), HttpStatusCode.Unauthorized);

        bot.Keys.Fetches.ShouldBe(1);
    }

    [Theory]
    [InlineData("made up as the connector's")]
    [InlineData("for another bot")]
    [InlineData("of another issuer")]
    [InlineData("lapsed")]
    public async Task A_strangers_token_does_not_keep_a_real_rotation_out(string stranger)
    {
        var madeUp = Token.SignedBy(new SigningKey("made-up") { Rsa = SigningKey.AnotherPair });
        madeUp = stranger switch
        {
            "for another bot" => madeUp.Claiming("aud", "somebody-else"),
            "of another issuer" => madeUp.Claiming("iss", "https://evil.example"),
            "lapsed" => madeUp.ValidBetween(TimeSpan.FromHours(-3), TimeSpan.FromHours(-2)),
            _ => madeUp,
        };
        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
        await ShouldAnswerAsync(madeUp, HttpStatusCode.Unauthorized);
        bot.Keys.Keys = [Rotated];

        await ShouldAnswerAsync(Token.SignedBy(Rotated), HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_keys_are_fetched_once_for_many_tokens()
    {
        for (var i = 0; i < 5; i++)
            await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);

        bot.Keys.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task Known_keys_outlive_their_server()
    {
        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
        await bot.Keys.DisposeAsync();

        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_key_server_and_no_keys_is_not_the_callers_fault()
    {
        await bot.Keys.DisposeAsync();

        await ShouldAnswerAsync(new Token(), HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Without_keys_a_header_that_is_no_token_is_still_refused()
    {
        await bot.Keys.DisposeAsync();

        var answer = await bot.SendAsync("Bearer nonsense", Teams.Text("personal-message"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    public static TheoryData<string> Broken =>
        ["metadata 500", "metadata empty", "metadata no json", "keys 404", "keys empty", "keys without keys", "keys none"];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_key_server_that_answers_nonsense_is_unavailable_until_it_recovers(string how)
    {
        var server = bot.Keys;
        (server.MetadataStatus, server.MetadataText, server.KeysStatus, server.KeysText) = how switch
        {
            "metadata 500" => (500, null, 200, null),
            "metadata empty" => (200, "{}", 200, null),
            "metadata no json" => (200, "<html>", 200, null),
            "keys 404" => (200, null, 404, null),
            "keys empty" => (200, null, 200, ""),
            "keys without keys" => (200, null, 200, "{}"),
            "keys none" => (200, (string?)null, 200, """{"keys":[]}"""),
            _ => throw new ArgumentException(how),
        };
        await ShouldAnswerAsync(new Token(), HttpStatusCode.ServiceUnavailable);
        bot.Turns.ShouldBeEmpty();

        (server.MetadataStatus, server.MetadataText, server.KeysStatus, server.KeysText) = (200, null, 200, null);
        await ShouldAnswerAsync(new Token(), HttpStatusCode.OK);
    }

    private async Task ShouldAnswerAsync(Token token, HttpStatusCode status) =>
        (await bot.PostAsync(token)).StatusCode.ShouldBe(status, bot.Logged);
}
