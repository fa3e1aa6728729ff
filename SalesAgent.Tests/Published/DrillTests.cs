using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SalesAgent.Tests.Conventions;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Published;

/// <summary>The drills of docs/drills, with published builds.</summary>
public sealed class DrillTests(PublishedBuilds builds)
{
    [Fact]
    public async Task A_build_that_is_killed_and_restarted_loses_nothing() => await RunAsync("restart.sh", await builds.NewAsync());

    [Fact]
    public async Task One_can_go_to_the_next_build_and_back() =>
        await RunAsync("rollback.sh", await builds.OldAsync(), await builds.NewAsync());

    /// <summary>SALESAGENT_STRANGERS: how many requests, 500,000 when it is run by hand.</summary>
    [Fact]
    public async Task Strangers_leave_nothing_behind()
    {
        Peers.NeedPython();
        await RunAsync("strangers.sh", await builds.NewAsync());
    }

    [Fact]
    public async Task Every_secret_can_be_rotated_and_nobody_forgotten_comes_back() =>
        await RunAsync("rotation.sh", await builds.NewAsync());

    [Fact]
    public async Task A_full_disk_is_told_of_and_gone_on_from_without_a_restart() =>
        await RunAsync("disk-full.sh", await builds.NewAsync());

    /// <summary>Where nobody may mount a file system, a limit stands in for the full disk: that way is run, too.</summary>
    [Fact]
    public async Task A_full_disk_can_be_drilled_without_the_right_to_mount_one()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux limits a process that runs already.");

        await RunAsync("disk-full.sh", [("DRILL_DISK", "limit")], await builds.NewAsync());
    }

    private static Task RunAsync(string drill, params string[] folders) => RunAsync(drill, [], folders);

    private static async Task RunAsync(string drill, (string Name, string Value)[] settings, params string[] folders)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Sources.Root.FullName, "docs", "drills", drill), .. folders])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DRILL_PORT"] = FreePort().ToString(CultureInfo.InvariantCulture);
        start.Environment["STRANGERS"] = Environment.GetEnvironmentVariable("SALESAGENT_STRANGERS") ?? "5000";
        start.Environment["WARM_UP"] = "5000";
        foreach (var setting in (string[])["DOTNET_ENVIRONMENT", "ASPNETCORE_URLS"])
            start.Environment.Remove(setting);

        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(0, said + await error);
        said.TrimEnd().Split('\n')[^1].ShouldContain("passed");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
