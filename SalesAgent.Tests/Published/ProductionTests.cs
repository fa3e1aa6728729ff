using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Hosting;
using SalesAgent.Bot;
using SalesAgent.Tests.Operations;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Published;

/// <summary>A published build as the container runs it: in Production, as nobody, from a folder that it cannot write.</summary>
public sealed class ProductionTests(PublishedBuilds builds) : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("salesagent-data-");
    private readonly int port = DrillTests.FreePort();
    private Process? bot;

    private Uri Address => new($"http://127.0.0.1:{port}");

    public async ValueTask InitializeAsync()
    {
        var build = await builds.NewAsync();
        await ShellAsync($"chmod -R a-w '{build}' && chmod -R a+rX '{build}' && chmod 777 '{data.FullName}'");

        string[] asNobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        string[] command = [.. asNobody, "dotnet", "SalesAgent.Bot.dll", "--urls", Address.ToString()];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = build,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var setting in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS"])
            start.Environment.Remove(setting);
        foreach (var (key, value) in OperatorRoutesTests.Production(data))
        {
            if (!key.Equals("urls", StringComparison.OrdinalIgnoreCase))
                start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["HOME"] = data.FullName;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        bot = Process.Start(start)!;
        Said = bot.StandardOutput.ReadToEndAsync();
        Complained = bot.StandardError.ReadToEndAsync();
        using var http = Client();
        await Eventually.FindAsync(() => bot.HasExited || Answers(http) ? bot : null);
        if (bot.HasExited)
            throw new InvalidOperationException(await Said + await Complained);
    }

    private Task<string> Said { get; set; } = Task.FromResult("");

    private Task<string> Complained { get; set; } = Task.FromResult("");

    public async ValueTask DisposeAsync()
    {
        if (bot is not null)
        {
            if (!bot.HasExited)
                bot.Kill(entireProcessTree: true);
            await bot.WaitForExitAsync();
            bot.Dispose();
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task It_answers_health_refuses_strangers_everywhere_else_and_stops_when_told()
    {
        using var http = Client();
        (await http.GetStringAsync("health")).ShouldBe("""{"status":"ok"}""");

        await using var same = await SalesAgentApp.BuildAsync(
            new AppSetup
            {
                Environment = Environments.Production,
                Settings = Elsewhere(),
                QuietBelow = Serilog.Events.LogEventLevel.Error,
            }
        );
        await same.StartAsync();
        foreach (var (method, path) in OperatorRoutesTests.RoutesOf(same).Where(route => route.Path != "/health"))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (method is not ("GET" or "HEAD"))
                request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request);
            answer.StatusCode.ShouldBeOneOf(
                [
                    HttpStatusCode.Unauthorized,
                    HttpStatusCode.MethodNotAllowed,
                    .. path.EndsWith("callback", StringComparison.Ordinal) ? [HttpStatusCode.BadRequest] : (HttpStatusCode[])[],
                ],
                $"{method} {path}"
            );
        }

        await ShellAsync($"kill -TERM {bot!.Id}");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await bot.WaitForExitAsync(limit.Token);
        bot.ExitCode.ShouldBe(0, await Complained);
        (await Said)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldAllBe(line => line.StartsWith("{\"@t\":", StringComparison.Ordinal), "compact JSON in Production");
    }

    private HttpClient Client() => new(new SocketsHttpHandler()) { BaseAddress = Address };

    private Dictionary<string, string?> Elsewhere()
    {
        var settings = OperatorRoutesTests.Production(data);
        settings["Storage:Path"] = Path.Combine(data.FullName, "other.db");
        return settings;
    }

    private static bool Answers(HttpClient http)
    {
        try
        {
            return http.GetAsync("health").GetAwaiter().GetResult().IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("bash", ["-c", command]);
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0, command);
    }
}
