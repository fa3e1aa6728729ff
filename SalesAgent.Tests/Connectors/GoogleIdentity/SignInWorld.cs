using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Net;
using System.Text;
using System.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Protocol.Outbound;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

/// <summary>The sandbox's Google on a real port, and any number of "processes" of the product on one database file.</summary>
public abstract class SignInWorld : IAsyncLifetime
{
    protected const string Redirect = "http://127.0.0.1:9/auth/google/callback";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-signin-");
    private readonly List<ServiceProvider> processes = [];
    private SandboxHost? sandbox;
    private HttpClient? browser;

    private protected SandboxHost Sandbox => sandbox!;

    private protected GoogleAccounts Google => Sandbox.World.Google;

    private protected ShiftedClock Clock { get; } = new();

    protected Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Every line any process logged, exceptions included.</summary>
    protected ConcurrentQueue<string> Logged { get; } = new();

    private protected Notices Told { get; } = new();

    private protected ServiceProvider One => processes.Count > 0 ? processes[0] : Process();

    protected static CancellationToken Now => TestContext.Current.CancellationToken;

    protected string Database => Path.Combine(folder.FullName, "data", "salesagent.db");

    private protected static string Alex => SamplePeople.Alex.Email;

    private protected static string Mona => SamplePeople.Mona.Email;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxHost.StartAsync(new SandboxOptions(), Clock, Now);
        browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        foreach (var (key, value) in sandbox.Configuration())
            Settings[key] = value;
        Settings[nameof(InstallationOptions.SecretKey)] = InstallationOptions.DevelopmentSecretKey;
        Settings["Storage:Path"] = Database;
        Settings["Google:DevelopmentAccessToken"] = "";
        Settings["Google:ClientSecretFile"] = Write("client.json", GoogleKeyFiles.WebClient(new Uri(Redirect)));
        Settings["Google:RedirectUri"] = Redirect;
        Settings["Connectors:RetryDelay"] = "00:00:00.001";
        Settings["Connectors:MaxAttempts"] = "1";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        browser?.Dispose();
        await Sandbox.DisposeAsync();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What one process of the product is made of, on the common database.</summary>
    private protected ServiceProvider Process()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(Logged)));
        services.AddSingleton<IHostEnvironment>(
            new HostingEnvironment { EnvironmentName = Environments.Development, ContentRootPath = folder.FullName }
        );
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IReconnectNotice>(Told);
        services.AddSalesAgentCore(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
        var process = services.BuildServiceProvider(validateScopes: true);
        processes.Add(process);
        return process;
    }

    protected string Write(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    private protected static Rep RepOf(IServiceProvider process, string mailbox) =>
        process.GetRequiredService<RepDirectory>().FindByEmail(mailbox)!;

    private protected static GoogleSignIn SignInOf(IServiceProvider process) => process.GetRequiredService<GoogleSignIn>();

    private protected static Task<string> OpenAsync(IServiceProvider process, string mailbox) =>
        process.GetRequiredService<GmailClient>().ProfileAsync(mailbox, Now);

    private protected static Task<GoogleAccount> AccountAsync(IServiceProvider process, string mailbox) =>
        SignInOf(process).ReadAsync(mailbox, Now);

    private protected static async Task<Uri> BeginAsync(IServiceProvider process, string mailbox)
    {
        var signIn = SignInOf(process);
        return (await signIn.BeginAsync(SignInRequest.By(RepOf(process, mailbox), signIn.Everyday), Now))
            .ShouldBeOfType<SignInBegun.Ready>()
            .Link;
    }

    /// <summary>The person opens the page; what Google sends them back with.</summary>
    private protected async Task<NameValueCollection> ConsentAsync(Uri link)
    {
        using var answer = await browser!.GetAsync(link, Now);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Now));
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
    }

    private protected static Task<SignInOutcome> CompleteAsync(IServiceProvider process, NameValueCollection answer) =>
        SignInOf(process).CompleteAsync(answer["state"], answer["code"], answer["error"], Now);

    private protected async Task<SignInOutcome> SignInAsync(IServiceProvider process, string mailbox) =>
        await CompleteAsync(process, await ConsentAsync(await BeginAsync(process, mailbox)));

    private protected async Task ConnectAsync(string mailbox) =>
        (await SignInAsync(One, mailbox)).ShouldBeOfType<SignInOutcome.Connected>();

    private protected Task<IReadOnlyList<AuditEntry>> AuditAsync() => One.GetRequiredService<SystemAudit>().ReadAsync(Now);

    /// <summary>All bytes of the database, log included, as Latin-1.</summary>
    private protected async Task<string> StoredBytesAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        processes.Clear();
        var text = new StringBuilder();
        foreach (var file in new FileInfo(Database).Directory!.GetFiles())
            text.Append(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName, Now)));
        return text.ToString();
    }

    private protected async Task ChangeRecordAsync(string partition, string key, Func<string, string> change)
    {
        var store = One.GetRequiredService<IRecordStore>();
        var row = (await store.FindAsync(partition, key, Now))!;
        await store.CommitAsync(partition, [new RecordOperation.Replace(key, change(row.Body), row.Version)], Now);
    }

    /// <summary>The real clock, moved; timers run as ever.</summary>
    internal sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    /// <summary>The chat, as far as it matters here.</summary>
    internal sealed class Notices : IReconnectNotice
    {
        public bool Reachable { get; set; } = true;

        public ConcurrentQueue<(string RepId, ReconnectReason Why)> Heard { get; } = new();

        public Task<bool> TellAsync(Rep rep, ReconnectReason why, CancellationToken cancellationToken)
        {
            if (Reachable)
                Heard.Enqueue((rep.Id, why));
            return Task.FromResult(Reachable);
        }
    }
}
