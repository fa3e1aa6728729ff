using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SalesAgent.Tests.Conventions;

namespace SalesAgent.Tests.Published;

/// <summary>The drills of docs/drills, with published builds.</summary>
public sealed class DrillTests(PublishedBuilds builds)
{
    [Fact]
    public async Task A_build_that_is_killed_and_restarted_loses_nothing() => await RunAsync("restart.sh", await builds.NewAsync());

    [Fact]
    public async Task One_can_go_to_the_next_build_and_back() => await RunAsync("rollback.sh", await builds.OldAsync(), await builds.NewAsync());

    /// <summary>SALESAGENT_STRANGERS: how many requests, 500,000 when it is run by hand.</summary>
    [Fact]
    public async Task Strangers_leave_nothing_behind() => await RunAsync("strangers.sh", await builds.NewAsync());

    private static async Task RunAsync(string drill, params string[] folders)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Sources.Root.FullName, "docs", "drills", drill), .. folders]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DRILL_PORT"] = FreePort().ToString(CultureInfo.InvariantCulture);
        start.Environment["STRANGERS"] = Environment.GetEnvironmentVariable("SALESAGENT_STRANGERS") ?? "5000";
        start.Environment["WARM_UP"] = "5000";
        foreach (var setting in (string[])["DOTNET_ENVIRONMENT", "ASPNETCORE_URLS"]) start.Environment.Remove(setting);

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
