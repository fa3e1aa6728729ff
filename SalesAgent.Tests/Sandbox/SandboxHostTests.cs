namespace SalesAgent.Tests.Sandbox;

public sealed class SandboxHostTests
{
    [Fact]
    public async Task The_configuration_points_every_vendor_at_the_sandbox()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var settings = sandbox.Host.Configuration();
        foreach (
            var (key, value) in settings.Where(pair =>
                pair.Key.EndsWith("Uri", StringComparison.Ordinal) || pair.Key.EndsWith("Authority", StringComparison.Ordinal)
            )
        )
        {
            new Uri(value!).Authority.ShouldBe(sandbox.Host.BaseAddress.Authority, key);
        }

        settings.Keys.ShouldNotContain("HubSpot:PublicBaseUri");
        settings["Reps:0:Name"].ShouldBe("Alex Wilber");
        settings["Reps:1:TimeZone"].ShouldBe("Europe/Berlin");
        settings["Reps:2:Role"].ShouldBe("manager");
    }

    [Fact]
    public async Task Two_sandboxes_run_side_by_side_and_share_nothing()
    {
        await using var one = await RunningSandbox.StartAsync();
        await using var other = await RunningSandbox.StartAsync();
        one.Host.BaseAddress.ShouldNotBe(other.Host.BaseAddress);
        await one.PostAsync("/gmail/v1/users/me/drafts", RunningSandbox.DraftBody("jane@acme.example", "Hello"));
        other.World.Calls.Calls("gmail.drafts.create").ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_route_is_a_404_and_is_counted_as_such()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await sandbox.GetAsync("/gmail/v1/users/me/vacation")).Status.ShouldBe(404);
        sandbox.World.Calls.Calls("unknown").ShouldBe(1);
    }
}
