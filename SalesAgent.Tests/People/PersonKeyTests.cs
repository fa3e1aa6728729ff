using System.Security.Cryptography;
using System.Text;
using SalesAgent.Core.People;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.People;

public sealed class PersonKeyTests
{
    private readonly PersonKeys keys = WithSecret("first-installation-0123456789abcdef-0123456789");

    [Fact]
    public void The_same_person_has_the_same_key_after_a_restart() =>
        WithSecret("first-installation-0123456789abcdef-0123456789")
            .ForEmail("jane@acme.example")
            .ShouldBe(keys.ForEmail("jane@acme.example"));

    [Fact]
    public void Another_installation_gives_another_key()
    {
        var other = WithSecret("other-installation-0123456789abcdef-0123456789");

        other.ForEmail("jane@acme.example").ShouldNotBe(keys.ForEmail("jane@acme.example"));
        other.ForContact(7, "42").ShouldNotBe(keys.ForContact(7, "42"));
    }

    [Fact]
    public void Without_the_key_nobody_can_try_addresses_against_it()
    {
        var plain = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("mail:jane@acme.example")));

        plain.ShouldNotStartWith(keys.ForEmail("jane@acme.example").Value);
    }

    [Fact]
    public void People_contacts_and_portals_are_told_apart()
    {
        PersonKey[] all =
        [
            keys.ForEmail("jane@acme.example"),
            keys.ForEmail("omar@acme.example"),
            keys.ForContact(7, "42"),
            keys.ForContact(8, "42"),
            keys.ForContact(7, "43"),
            keys.ForContact(74, "2"),
        ];

        all.Distinct().Count().ShouldBe(all.Length);
        all.ShouldAllBe(key => key.Value.Length == 32);
    }

    private static PersonKeys WithSecret(string secret) => new(Keyed.With(secret));
}
