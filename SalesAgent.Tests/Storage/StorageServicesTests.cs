using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Storage;

public sealed class StorageServicesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-");
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_file_lies_under_the_content_root_unless_it_is_told_otherwise()
    {
        using (var host = Build())
        {
            await host.StartAsync(cancellation);
            await host.Services.GetRequiredService<IRecordStore>().CommitAsync("p", [new RecordOperation.Add("k", "{}")], cancellation);
            await host.Services.GetRequiredService<IWorkQueue>().EnqueueAsync([new("a", "1")], TimeSpan.Zero, cancellation);
            await host.StopAsync(cancellation);
        }

        File.Exists(Path.Combine(folder.FullName, "data", "salesagent.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_path_is_taken_from_the_settings()
    {
        using (var host = Build(("Storage:Path", "elsewhere/my.db")))
        {
            await host.StartAsync(cancellation);
            host.Services.GetRequiredService<IRecordStore>();
            await host.StopAsync(cancellation);
        }

        File.Exists(Path.Combine(folder.FullName, "elsewhere", "my.db")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Path", "Path=")]
    [InlineData("Storage:ConnectionString or Storage:AccountName is needed", "Backend=AzureStorage")]
    [InlineData("Storage:ConnectionString or Storage:AccountName is needed", "Backend=azurestorage", "ConnectionString=", "AccountName=")]
    [InlineData("one of them must go", "Backend=AzureStorage", "ConnectionString=UseDevelopmentStorage=true", "AccountName=contoso")]
    [InlineData(
        "Storage:ConnectionString must be",
        "Backend=AzureStorage",
        "ConnectionString=DefaultEndpointsProtocol=https;AccountKey=hush"
    )]
    [InlineData("Storage:ConnectionString must be", "Backend=AzureStorage", "ConnectionString=hush")]
    [InlineData("Storage:AccountName must be", "Backend=AzureStorage", "AccountName=https://contoso.table.core.windows.net")]
    public async Task A_setting_that_cannot_be_had_stops_the_start(string said, params string[] settings)
    {
        using var host = Build([
            .. settings.Select(setting =>
                ($"Storage:{setting.Split('=')[0]}", setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..])
            ),
        ]);

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(cancellation));

        refusal.Message.ShouldContain(said);
        refusal.ToString().ShouldNotContain("hush");
    }

    private IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.FullName });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddStorage(builder.Configuration);
        return builder.Build();
    }
}
