using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SalesAgent.Core.People;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Secrets.Keys;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Evidence;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Secrets.Keys;

public sealed class StoreKeysTests : IAsyncDisposable
{
    private const string A = "the-secret-key-of-the-beginning-0123456789";
    private const string B = "the-secret-key-of-the-next-year-0123456789";
    private const string C = "the-secret-key-of-a-later-year--0123456789";

    private readonly SqliteUnderTest storage = new();

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_new_storage_has_the_keys_that_the_release_before_would_derive()
    {
        var keys = await OpenAsync(A);

        foreach (var purpose in KeyPurpose.All)
            keys.Newest(purpose).ShouldBe(DerivedKey.For(purpose, A), purpose);
        (await RingAsync()).ShouldNotContain(Convert.ToBase64String(keys.Newest(KeyPurpose.Person)));
    }

    [Fact]
    public async Task A_storage_of_the_release_before_opens_under_its_own_secret_and_no_other()
    {
        await WriteSettingsOfTheReleaseBeforeAsync(A);

        (await Should.ThrowAsync<StorageUnavailableException>(() => OpenAsync(B))).Message.ShouldContain("PreviousSecretKey");
        (await OpenAsync(A)).Newest(KeyPurpose.Person).ShouldBe(DerivedKey.For(KeyPurpose.Person, A));
    }

    [Fact]
    public async Task A_storage_of_the_release_before_can_be_rotated_at_once()
    {
        await WriteSettingsOfTheReleaseBeforeAsync(A);

        var keys = await OpenAsync(B, previous: A);

        keys.Newest(KeyPurpose.Person).ShouldBe(DerivedKey.For(KeyPurpose.Person, A));
        keys.Newest(KeyPurpose.GoogleTokens).ShouldNotBe(DerivedKey.For(KeyPurpose.GoogleTokens, A));
        keys.Find(KeyPurpose.GoogleTokens, key => key.SequenceEqual(DerivedKey.For(KeyPurpose.GoogleTokens, A)) ? "found" : null)
            .ShouldBe("found");
    }

    [Theory]
    [InlineData(KeyPurpose.Audit)]
    [InlineData(KeyPurpose.GoogleTokens)]
    [InlineData(KeyPurpose.HubSpotGrant)]
    public async Task After_a_rotation_new_writes_have_a_key_that_the_old_secret_does_not_give(string purpose)
    {
        await OpenAsync(A);

        var rotated = (await OpenAsync(B, previous: A)).Newest(purpose);

        rotated.ShouldNotBe(DerivedKey.For(purpose, A));
        rotated.ShouldNotBe(DerivedKey.For(purpose, B));
        (await OpenAsync(B)).Newest(purpose).ShouldBe(rotated, "also once the previous one is gone");
    }

    [Fact]
    public async Task People_are_the_same_after_any_number_of_rotations()
    {
        var jane = new PersonKeys(await OpenAsync(A)).ForEmail("jane@acme.example");
        await OpenAsync(B, previous: A);
        await OpenAsync(B);
        await OpenAsync(C, previous: B);

        new PersonKeys(await OpenAsync(C)).ForEmail("jane@acme.example").ShouldBe(jane);
    }

    [Fact]
    public async Task Until_the_previous_secret_is_removed_an_instance_that_has_only_that_one_still_starts()
    {
        await OpenAsync(A);
        var rotated = await OpenAsync(B, previous: A);

        (await OpenAsync(A)).Newest(KeyPurpose.Audit).ShouldBe(rotated.Newest(KeyPurpose.Audit));
        (await OpenAsync(B, previous: A))
            .Newest(KeyPurpose.Audit)
            .ShouldBe(rotated.Newest(KeyPurpose.Audit), "a second start renews nothing");
        await OpenAsync(B);
        await Should.ThrowAsync<StorageUnavailableException>(() => OpenAsync(A));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rotation_can_be_taken_back(bool wasFinished)
    {
        await OpenAsync(A);
        await OpenAsync(B, previous: A);
        if (wasFinished)
            await OpenAsync(B);

        await OpenAsync(A, previous: B);
        await OpenAsync(A);

        await Should.ThrowAsync<StorageUnavailableException>(() => OpenAsync(B));
    }

    [Fact]
    public async Task Two_instances_that_rotate_at_once_have_the_same_keys()
    {
        await OpenAsync(A);

        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OpenAsync(B, previous: A))));

        both.Select(keys => Convert.ToHexString(keys.Newest(KeyPurpose.Audit))).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_ring_that_was_taken_away_or_changed_is_refused_after_a_rotation()
    {
        await WriteSettingsOfTheReleaseBeforeAsync(A);
        await OpenAsync(B, previous: A);
        await OpenAsync(B);
        var ring = (await storage.Records.FindAsync("keys", "ring", CancellationToken.None))!;
        await storage.Records.CommitAsync(
            "keys",
            [new RecordOperation.Replace("ring", """{"Copies":["AAAA"]}""", ring.Version)],
            CancellationToken.None
        );
        await Should.ThrowAsync<StorageUnavailableException>(() => OpenAsync(B));

        ring = (await storage.Records.FindAsync("keys", "ring", CancellationToken.None))!;
        await storage.Records.CommitAsync("keys", [new RecordOperation.Delete("ring", ring.Version)], CancellationToken.None);

        await Should.ThrowAsync<StorageUnavailableException>(() => OpenAsync(B));
    }

    [Fact]
    public async Task Told_that_the_secret_is_lost_it_starts_over_and_keeps_the_ring_that_nobody_can_open()
    {
        var lost = await OpenAsync(A);
        var ring = await RingAsync();

        var keys = await OpenAsync(B, lost: true);

        keys.Newest(KeyPurpose.Person).ShouldNotBe(lost.Newest(KeyPurpose.Person));
        (await storage.Records.ListAsync("keys", "lost.", CancellationToken.None)).ShouldHaveSingleItem().Body.ShouldBe(ring);
        (await OpenAsync(B)).Newest(KeyPurpose.Person).ShouldBe(keys.Newest(KeyPurpose.Person));
    }

    [Fact]
    public async Task A_setting_that_says_so_although_the_secret_is_right_changes_nothing()
    {
        var keys = await OpenAsync(A);

        (await OpenAsync(A, lost: true)).Newest(KeyPurpose.Person).ShouldBe(keys.Newest(KeyPurpose.Person));
        (await storage.Records.ListAsync("keys", "lost.", CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_audit_of_before_and_after_a_rotation_is_whole_and_only_with_our_keys()
    {
        var before = new AuditWorld(storage.Records, AuditWorld.Noon(), keys: await OpenAsync(A));
        await before.SettledAsync(1);
        await before.PassAsync();
        var after = new AuditWorld(storage.Records, before.Time, keys: await OpenAsync(B, previous: A));
        await after.SettledAsync(2);
        await after.PassAsync();

        var verdict = await new AuditWorld(storage.Records, before.Time, keys: await OpenAsync(B)).VerdictAsync();

        (verdict.FaultCount, verdict.Anchors).ShouldBe((0, 2), string.Join("; ", verdict.Faults));
        (await new AuditWorld(storage.Records, before.Time, secretKey: A).VerdictAsync()).FaultCount.ShouldBeGreaterThan(
            0,
            "the new anchor is not sealed with the old key"
        );
        (await new AuditWorld(storage.Records, before.Time, secretKey: B).VerdictAsync()).FaultCount.ShouldBeGreaterThan(0);
    }

    private async Task<StoreKeys> OpenAsync(string secret, string? previous = null, bool lost = false)
    {
        var options = Options.Create(
            new InstallationOptions
            {
                SecretKey = secret,
                PreviousSecretKey = previous,
                SecretKeyLost = lost,
            }
        );
        var keys = new StoreKeys(storage.Records, options, NullLogger<StoreKeys>.Instance);
        await keys.OpenAsync(CancellationToken.None);
        return keys;
    }

    private async Task<string> RingAsync() => (await storage.Records.FindAsync("keys", "ring", CancellationToken.None))!.Body;

    /// <summary>What a server of the release before leaves at its start.</summary>
    private async Task WriteSettingsOfTheReleaseBeforeAsync(string secret) =>
        await storage.Records.CommitAsync(
            "policy",
            [
                new RecordOperation.Put(
                    "settings",
                    new JsonObject
                    {
                        ["SecretKey"] = SettingsRecord.HashOf("SecretKey", secret, DerivedKey.For("settings-trail", secret)),
                    }.ToJsonString()
                ),
            ],
            CancellationToken.None
        );
}
