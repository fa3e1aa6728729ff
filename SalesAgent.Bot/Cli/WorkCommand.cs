using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Work;
using Serilog.Events;

namespace SalesAgent.Bot.Cli;

/// <summary><c>work list</c>, <c>work buried</c> and <c>work retry ID</c>: the queue, beside the servers that work it off.</summary>
internal static class WorkCommand
{
    private const string CommandLine = "command_line";

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else" };
        var max = NumberOption.Of("--max", "How many are printed at most", 100, 1, 10_000);
        var id = new Argument<string>("ID") { Description = "Of a buried item, as `work buried` prints it" };

        var list = new Command("list", "Items that are alive, oldest first") { max, json };
        list.SetAction(
            (parsed, cancellationToken) =>
                OnAsync(
                    parsed,
                    (services, console) => ListAsync(services, console, parsed.GetValue(max), parsed.GetValue(json), cancellationToken),
                    cancellationToken
                )
        );
        var buried = new Command("buried", "Items that were given up, newest first") { max, json };
        buried.SetAction(
            (parsed, cancellationToken) =>
                OnAsync(
                    parsed,
                    (services, console) => BuriedAsync(services, console, parsed.GetValue(max), parsed.GetValue(json), cancellationToken),
                    cancellationToken
                )
        );
        var retry = new Command("retry", "Puts a buried item back on the queue") { id, json };
        retry.SetAction(
            (parsed, cancellationToken) =>
                OnAsync(
                    parsed,
                    (services, console) =>
                        RetryAsync(services, console, parsed.GetRequiredValue(id), parsed.GetValue(json), cancellationToken),
                    cancellationToken
                )
        );
        return new Command("work", "The work queue") { list, buried, retry };
    }

    private static async Task<int> OnAsync(
        ParseResult parsed,
        Func<IServiceProvider, InvocationConfiguration, Task<int>> act,
        CancellationToken cancellationToken
    )
    {
        await using var app = await CommandApp.BuildAsync(LogEventLevel.Warning, cancellationToken);
        return await act(app.Services, parsed.InvocationConfiguration);
    }

    private static async Task<int> ListAsync(
        IServiceProvider services,
        InvocationConfiguration console,
        int max,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var queue = services.GetRequiredService<IWorkQueue>();
        var items = await queue.ListAsync(max, cancellationToken);

        // Counted afterwards, and roughly by a storage account: never fewer than were seen.
        var alive = Math.Max(await queue.CountAsync(cancellationToken), items.Count);
        if (json)
        {
            var report = new JsonObject
            {
                ["items"] = Array(items, AliveJson),
                ["alive"] = alive,
                ["notShown"] = alive - items.Count,
            };
            await console.Output.WriteLineAsync(report.ToJsonString(AuditJsonView.Indented));
            return 0;
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var item in items)
        {
            var state =
                item.IsLeased ? "leased until"
                : item.VisibleAt > now ? "waits until"
                : "due since";
            await console.Output.WriteLineAsync(
                $"{item.Id}  {item.Item.Kind, -12}  {item.Item.Subject}  attempts {item.Attempts}  {state} {Moment(item.VisibleAt)}"
            );
        }

        if (alive > items.Count)
        {
            await console.Output.WriteLineAsync(
                $"{alive - items.Count} more are not shown: --max ends the list, and a storage account shows 32 at most and none that are leased or wait."
            );
        }
        else if (alive == 0)
        {
            await console.Output.WriteLineAsync("Nothing is on the queue.");
        }

        return 0;
    }

    private static async Task<int> BuriedAsync(
        IServiceProvider services,
        InvocationConfiguration console,
        int max,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var items = await services.GetRequiredService<IWorkQueue>().ListBuriedAsync(max, cancellationToken);
        if (json)
        {
            await console.Output.WriteLineAsync(
                new JsonObject { ["items"] = Array(items, BuriedJson) }.ToJsonString(AuditJsonView.Indented)
            );
            return 0;
        }

        foreach (var item in items)
        {
            await console.Output.WriteLineAsync(
                $"{item.Id}  {item.Item.Kind, -12}  {item.Item.Subject}  attempts {item.Attempts}  buried {Moment(item.BuriedAt ?? item.VisibleAt)}  {item.BuriedBecause}"
            );
        }

        if (items.Count == 0)
            await console.Output.WriteLineAsync("Nothing is buried.");
        return 0;
    }

    private static async Task<int> RetryAsync(
        IServiceProvider services,
        InvocationConfiguration console,
        string id,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var queue = services.GetRequiredService<IWorkQueue>();
        var known = (await queue.ListBuriedAsync(int.MaxValue, cancellationToken)).FirstOrDefault(item => item.Id == id);
        var isBack = known is not null && await queue.RetryBuriedAsync(id, cancellationToken);
        if (isBack)
        {
            await services
                .GetRequiredService<SystemAudit>()
                .AppendAsync(AuditEvent.WorkRetried(id, CommandLine, known!.Item.Kind, known.Item.Subject), CancellationToken.None);
        }

        if (json)
        {
            await console.Output.WriteLineAsync(
                new JsonObject { ["id"] = id, ["status"] = isBack ? "retried" : "not_buried" }.ToJsonString(AuditJsonView.Indented)
            );
        }
        else if (isBack)
        {
            await console.Output.WriteLineAsync($"{known!.Item.Kind} of {known.Item.Subject} is back on the queue.");
        }

        if (!isBack)
            await console.Error.WriteLineAsync("No buried item has that id; `work buried` lists them.");
        return isBack ? 0 : 1;
    }

    private static JsonArray Array(IReadOnlyList<QueuedWork> items, Func<QueuedWork, JsonObject> view) => new([.. items.Select(view)]);

    private static JsonObject AliveJson(QueuedWork item)
    {
        var view = ItemJson(item);
        view["dueAt"] = item.VisibleAt.ToString("O", CultureInfo.InvariantCulture);
        view["leased"] = item.IsLeased;
        return view;
    }

    private static JsonObject BuriedJson(QueuedWork item)
    {
        var view = ItemJson(item);
        view["buriedAt"] = (item.BuriedAt ?? item.VisibleAt).ToString("O", CultureInfo.InvariantCulture);
        view["reason"] = item.BuriedBecause;
        return view;
    }

    private static JsonObject ItemJson(QueuedWork item) =>
        new()
        {
            ["id"] = item.Id,
            ["kind"] = item.Item.Kind,
            ["lead"] = item.Item.Subject,
            ["attempts"] = item.Attempts,
            ["enqueuedAt"] = item.EnqueuedAt.ToString("O", CultureInfo.InvariantCulture),
        };

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
