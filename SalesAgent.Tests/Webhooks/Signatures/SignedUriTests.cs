using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SalesAgent.Bot.Webhooks.Signatures;

namespace SalesAgent.Tests.Webhooks.Signatures;

public sealed class SignedUriTests
{
    private const string Decoded = ":/?@!$'()*,;";

    [Fact]
    public void The_vectors_addresses_come_out_as_signed()
    {
        foreach (var vector in HubSpotSamples.Vectors())
            SignedUri.Decode(vector.RawUri).ShouldBe(vector.SignedUri);
    }

    [Fact]
    public void Exactly_twelve_characters_are_unescaped()
    {
        for (var code = 0; code < 256; code++)
        {
            var expected = Decoded.Contains((char)code, StringComparison.Ordinal) ? $"a{(char)code}b" : null;
            foreach (var escape in new[] { $"a%{code:X2}b", $"a%{code:x2}b" })
                SignedUri.Decode(escape).ShouldBe(expected ?? escape);
        }
    }

    [Theory]
    [InlineData("%252F", "%252F")]
    [InlineData("%%2F", "%/")]
    [InlineData("%2%2F", "%2/")]
    [InlineData("%3%41", "%3%41")]
    [InlineData("%", "%")]
    [InlineData("a%2", "a%2")]
    [InlineData("%2F", "/")]
    [InlineData("+%20%C3%A4", "+%20%C3%A4")]
    public void What_an_escape_turns_into_is_not_looked_at_again(string uri, string expected) => SignedUri.Decode(uri).ShouldBe(expected);

    [Fact]
    public void Unescaping_undoes_escaping_for_any_text_of_those_characters() =>
        Gen.Char[Decoded + "abc=&"]
            .Array.Select(characters => new string(characters))
            .Sample(text =>
            {
                var escaped = string.Concat(
                    text.Select(character =>
                        Decoded.Contains(character, StringComparison.Ordinal) ? $"%{(int)character:X2}" : $"{character}"
                    )
                );
                return SignedUri.Decode(escaped) == text;
            });

    [Theory]
    [InlineData("/api/x?a=%2F", null, "http://inside:8080/api/x?a=%2F")]
    [InlineData("/api/x?a=%2F", "https://relay.example.test", "https://relay.example.test/api/x?a=%2F")]
    [InlineData("/api/x", "https://relay.example.test/", "https://relay.example.test/api/x")]
    [InlineData("/api/x/", "https://relay.example.test/prefix", "https://relay.example.test/prefix/api/x/")]
    [InlineData("/api/x", "https://Relay.Example.test:443/P%2Fq/", "https://Relay.Example.test:443/P%2Fq/api/x")]
    [InlineData("http://inside:8080/api/x?a=1", "https://relay.example.test", "https://relay.example.test/api/x?a=1")]
    [InlineData("http://inside:8080", "https://relay.example.test", "https://relay.example.test/")]
    public void The_public_address_stands_before_the_raw_target(string target, string? publicBase, string expected)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("inside:8080");
        context.Request.Path = "/what/routing/made/of/it";

        SignedUri.Of(context.Request, publicBase is null ? null : new Uri(publicBase)).ShouldBe(expected);
    }
}
