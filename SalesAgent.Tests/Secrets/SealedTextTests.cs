using SalesAgent.Core.Secrets;

namespace SalesAgent.Tests.Secrets;

public sealed class SealedTextTests
{
    private readonly byte[] key = DerivedKey.For("test", "a secret");

    [Fact]
    public void What_was_sealed_opens_with_its_key_for_its_owner_and_with_nothing_else()
    {
        var sealedText = SealedText.Seal("Zoë 東京 🚀", key, "owner");

        SealedText.Open(sealedText, key, "owner").ShouldBe("Zoë 東京 🚀");
        SealedText.Open(sealedText, key, "another").ShouldBeNull();
        SealedText.Open(sealedText, DerivedKey.For("test", "another secret"), "owner").ShouldBeNull();
        SealedText.Seal("Zoë 東京 🚀", key, "owner").ShouldNotBe(sealedText);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    public void What_never_was_sealed_does_not_open(string text) => SealedText.Open(text, key).ShouldBeNull();

    [Fact]
    public void A_changed_bit_does_not_open()
    {
        var bytes = Convert.FromBase64String(SealedText.Seal("text", key));
        bytes[14] ^= 1;

        SealedText.Open(Convert.ToBase64String(bytes), key).ShouldBeNull();
    }
}
