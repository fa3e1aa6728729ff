using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

/// <summary>What lies on the disk and in the log.</summary>
public sealed class AtRestTests : SignInWorld
{
    [Fact]
    public async Task Neither_the_database_nor_the_log_has_a_token_an_address_a_state_or_a_verifier()
    {
        var answer = await ConsentAsync(await BeginAsync(One, Alex));
        await BeginAsync(One, Mona);
        await CompleteAsync(One, answer);
        Clock.Ahead = TimeSpan.FromHours(2);
        await OpenAsync(One, Alex);
        var record = (await One.GetRequiredService<AccountRecords>().FindAsync(Alex, Now))!.Record;
        var tokens = One.GetRequiredService<AccountRecords>().TokensOf(Alex, record)!;
        string[] secrets =
        [
            tokens.AccessToken,
            tokens.RefreshToken,
            answer["state"]!,
            answer["code"]!,
            Alex,
            Mona,
            "1//sandbox",
            "ya29.sandbox",
            "verifier",
        ];
        Google.End(Alex);
        await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Alex));

        var (stored, logged) = (await StoredBytesAsync(), string.Join('\n', Logged));

        // The search sees what is there.
        stored.ShouldContain("google-sign-in");
        stored.ShouldContain(record.Grant);
        foreach (var secret in secrets)
        {
            stored.ShouldNotContain(secret);
            logged.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task A_record_that_was_changed_opens_nothing()
    {
        await ConnectAsync(Alex);
        await ChangeAsync(Alex, sealedText => (sealedText[0] == 'A' ? 'B' : 'A') + sealedText[1..]);

        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.ReconnectNeeded>().Why.ShouldBe(ReconnectReason.Unreadable);
        (await Should.ThrowAsync<ConnectorException>(() => OpenAsync(Process(), Alex))).Code.ShouldBe(GoogleRemedy.ReconnectNeeded);
    }

    [Fact]
    public async Task Anothers_tokens_put_into_ones_own_record_open_nothing()
    {
        await ConnectAsync(Alex);
        await ConnectAsync(Mona);
        var records = One.GetRequiredService<AccountRecords>();
        var stolen = (await records.FindAsync(Mona, Now))!.Record;
        await ChangeRecordAsync(
            records.NameOf(Alex),
            "account",
            body =>
            {
                var node = JsonNode.Parse(body)!;
                node["Sealed"] = stolen.Sealed;
                node["Grant"] = stolen.Grant;
                return node.ToJsonString();
            }
        );

        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.ReconnectNeeded>().Why.ShouldBe(ReconnectReason.Unreadable);
    }

    [Fact]
    public void Another_secret_key_opens_nothing()
    {
        var sealedText = Seal(InstallationOptions.DevelopmentSecretKey).Seal("a token", "owner");

        Seal(InstallationOptions.DevelopmentSecretKey).Open(sealedText, "owner").ShouldBe("a token");
        Seal(InstallationOptions.DevelopmentSecretKey).Open(sealedText, "another").ShouldBeNull();
        Seal(new string('x', 40)).Open(sealedText, "owner").ShouldBeNull();
        foreach (var garbage in (string?[])[null, "", "AAAA", "no base64!", sealedText[..8]])
            Seal(InstallationOptions.DevelopmentSecretKey).Open(garbage, "owner").ShouldBeNull();
    }

    [Fact]
    public async Task After_a_rotation_a_mailbox_is_still_connected_and_a_running_instance_opens_what_the_rotated_one_sealed()
    {
        await ConnectAsync(Alex);
        Settings["PreviousSecretKey"] = Settings["SecretKey"];
        Settings["SecretKey"] = new string('k', 40);
        var rotated = Process();

        (await AccountAsync(rotated, Alex)).ShouldBeOfType<GoogleAccount.Connected>();
        Clock.Ahead = TimeSpan.FromHours(2);
        await OpenAsync(rotated, Alex);
        var record = (await rotated.GetRequiredService<AccountRecords>().FindAsync(Alex, Now))!.Record;
        new TokenSeal(Keyed.With(InstallationOptions.DevelopmentSecretKey))
            .Open(record.Sealed, $"account:{record.Grant}:{Alex}")
            .ShouldBeNull("renewed under the new key");
        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.Connected>("it reads the keys again");

        Settings.Remove("PreviousSecretKey");
        (await AccountAsync(Process(), Alex)).ShouldBeOfType<GoogleAccount.Connected>();
        Settings["SecretKey"] = InstallationOptions.DevelopmentSecretKey;
        Should
            .Throw<StorageUnavailableException>(() => Process().GetRequiredService<AccountRecords>().NameOf(Alex))
            .Message.ShouldContain("PreviousSecretKey");
    }

    [Fact]
    public async Task Only_its_owner_may_read_the_database_file()
    {
        await ConnectAsync(Alex);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        File.GetUnixFileMode(Database).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_sign_in_of_long_ago_is_swept_away()
    {
        await BeginAsync(One, Alex);
        Clock.Ahead = TimeSpan.FromDays(2);
        await BeginAsync(One, Alex);

        (await One.GetRequiredService<IRecordStore>().ListAsync("google-sign-in", "", Now)).Count.ShouldBe(1);
    }

    private Task ChangeAsync(string mailbox, Func<string, string> change) =>
        ChangeRecordAsync(
            One.GetRequiredService<AccountRecords>().NameOf(mailbox),
            "account",
            body =>
            {
                var node = JsonNode.Parse(body)!;
                node["Sealed"] = change(node["Sealed"]!.GetValue<string>());
                return node.ToJsonString();
            }
        );

    private static TokenSeal Seal(string secretKey) => new(Keyed.With(secretKey));
}
