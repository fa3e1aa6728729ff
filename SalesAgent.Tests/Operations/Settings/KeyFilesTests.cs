using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using SalesAgent.Bot.Operations.Settings;
using SalesAgent.Tests.Protocol.Outbound;

namespace SalesAgent.Tests.Operations.Settings;

public sealed class KeyFilesTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-keys-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("Google:ClientSecretFile", UnixFileMode.OtherRead, true)]
    [InlineData("Google:ServiceAccountFile", UnixFileMode.GroupRead, true)]
    [InlineData("MicrosoftAppCertificateFile", UnixFileMode.OtherWrite, true)]
    [InlineData("Google:ClientSecretFile", UnixFileMode.None, false)]
    public void A_file_with_a_key_that_others_can_read_is_told_of_by_its_setting(string setting, UnixFileMode others, bool isTold)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        var path = Path.Combine(folder.FullName, "key.json");
        File.WriteAllText(path, "{}");
        File.SetUnixFileMode(path, Owner | others);

        var said = Told((setting, "key.json"));

        said.Any(line => line.Contains(setting, StringComparison.Ordinal)).ShouldBe(isTold);
        File.GetUnixFileMode(path).ShouldBe(Owner | others, "it is somebody else's to change");
    }

    [Fact]
    public void A_file_that_is_not_there_is_somebody_elses_to_tell() => Told(("Google:ClientSecretFile", "nowhere.json")).ShouldBeEmpty();

    private ConcurrentQueue<string> Told((string Key, string Path) setting)
    {
        var lines = new ConcurrentQueue<string>();
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new Recorder(lines)))
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new(setting.Key, setting.Path)]).Build())
            .AddSingleton<IHostEnvironment>(
                new HostingEnvironment { EnvironmentName = Environments.Production, ContentRootPath = folder.FullName }
            )
            .BuildServiceProvider();
        KeyFiles.TellOfReadable(services);
        return lines;
    }
}
