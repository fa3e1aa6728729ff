using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Work;

public sealed class WorkServicesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-");
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_host_with_storage_and_work_does_what_is_handed_over_and_stops()
    {
        var done = new TaskCompletionSource();
        using var host = Build(
            [],
            new Worker(
                (_, _, _) =>
                {
                    done.SetResult();
                    return Task.FromResult(Worker.Done);
                }
            )
        );
        await host.StartAsync(cancellation);
        var work = await host
            .Services.GetRequiredService<IWorkQueue>()
            .EnqueueAsync([new("a", "1")], TimeSpan.FromSeconds(30), cancellation);

        host.Services.GetRequiredService<WorkHandOver>().GoOn(work[0]).ShouldBeTrue();

        await done.Task.WaitAsync(TimeSpan.FromSeconds(20), cancellation);
        await host.StopAsync(cancellation);
        (await host.Services.GetRequiredService<IWorkQueue>().ListAsync(10, cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public void Settings_are_read()
    {
        using var host = Build([
            ("Work:MaximumInFlight", "5"),
            ("Work:LeaseSeconds", "60"),
            ("Work:Delays:0", "00:00:09"),
            ("Work:Delays:1", "00:10:00"),
        ]);

        var options = host.Services.GetRequiredService<IOptions<WorkOptions>>().Value;

        (options.MaximumInFlight, options.LeaseSeconds, options.MaximumAttempts).ShouldBe((5, 60, 20));
        options.Delays.ShouldBe([TimeSpan.FromSeconds(9), TimeSpan.FromMinutes(10)]);
    }

    [Theory]
    [InlineData("Work:MaximumInFlight", "0", "MaximumInFlight")]
    [InlineData("Work:LeaseSeconds", "1", "LeaseSeconds")]
    [InlineData("Work:ClaimSeconds", "1", "ClaimSeconds")]
    [InlineData("Work:MaximumAttempts", "0", "MaximumAttempts")]
    [InlineData("Work:DrainSeconds", "60", "DrainSeconds")]
    [InlineData("Work:Delays:0", "00:00:00", "Work:Delays")]
    public async Task A_setting_out_of_range_stops_the_start(string key, string value, string said)
    {
        using var host = Build([(key, value)]);

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(cancellation))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task Storage_that_cannot_be_opened_stops_the_start_with_one_clear_line()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "data"), "a file where the folder should be", cancellation);
        using var host = Build([]);

        (await Should.ThrowAsync<StorageUnavailableException>(() => host.StartAsync(cancellation))).Message.ShouldContain("Storage:Path");
    }

    [Fact]
    public void Delays_grow_and_vary_by_a_fifth()
    {
        var options = new WorkOptions();
        var random = new Random(7);

        foreach (
            var (attempt, seconds) in new[] { (1, 1), (2, 5), (3, 30), (4, 120), (5, 600), (6, 1800), (7, 3600), (8, 3600), (900, 3600) }
        )
        {
            var delays = Enumerable.Range(0, 100).Select(_ => options.DelayAfter(attempt, random).TotalSeconds).ToArray();
            delays.ShouldAllBe(delay => delay >= 0.8 * seconds && delay <= 1.2 * seconds);
            (delays.Max() - delays.Min()).ShouldBeGreaterThan(0.2 * seconds);
        }
    }

    private IHost Build((string Key, string Value)[] settings, params IWorkHandler[] handlers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.FullName });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddStorage(builder.Configuration).AddWork(builder.Configuration);
        foreach (var handler in handlers)
            builder.Services.AddSingleton(handler);
        return builder.Build();
    }
}
