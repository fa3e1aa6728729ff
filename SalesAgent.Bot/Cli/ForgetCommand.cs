using System.CommandLine;
using System.Text.Json.Nodes;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.Forgetting.Traces;
using SalesAgent.Core.People;
using SalesAgent.Core.Work;
using Serilog.Events;

namespace SalesAgent.Bot.Cli;

/// <summary>
/// <c>forget MAIL</c> lists what is known about a person, with <c>--yes</c> it is erased. Works beside a server on the same store and
/// without one; what cannot be erased now stays on the list of whichever server runs next.
/// </summary>
internal static class ForgetCommand
{
    private const string CommandLine = "command_line";

    /// <summary>Longer than anything that can be under way about a lead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var mail = new Argument<string>("MAIL") { Description = "The address of a person" };
        mail.Validators.Add(given =>
        {
            if (!EmailAddress.TryNormalise(given.GetValueOrDefault<string>(), out _))
                given.AddError("MAIL must be one e-mail address, such as jane@acme.com.");
        });
        var yes = new Option<bool>("--yes") { Description = "Erase it; it cannot be undone" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else" };
        var forget = new Command("forget", "List what is known about a person, or erase it") { mail, yes, json };
        forget.SetAction(
            (parsed, cancellationToken) =>
                OnAsync(
                    parsed.GetRequiredValue(mail),
                    parsed.GetValue(yes),
                    parsed.GetValue(json),
                    parsed.InvocationConfiguration,
                    cancellationToken
                )
        );
        return forget;
    }

    private static async Task<int> OnAsync(
        string mail,
        bool yes,
        bool json,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        EmailAddress.TryNormalise(mail, out var email);
        await using var app = await CommandApp.BuildAsync(LogEventLevel.Error, cancellationToken);
        var requests = app.Services.GetRequiredService<ForgetRequests>();
        var traces = await requests.FindAsync(email, cancellationToken);
        var erases = yes && traces is not { Known: 0, Unfinished: null };
        var progress = erases ? await EraseAsync(app.Services, requests, traces, cancellationToken) : null;
        IReadOnlyList<string> left =
            progress is ForgetProgress.Left(var problems) ? problems
            : progress is ForgetProgress.Waiting ? ["Work that was under way has not ended yet."]
            : [];

        var status = progress switch
        {
            ForgetProgress.Gone => "forgotten",
            not null => "pending",
            null when traces.Unfinished is not null => "pending",
            null when traces.Known > 0 => "known",
            null => traces.Before is null ? "unknown" : "forgotten",
        };
        if (json)
            await console.Output.WriteLineAsync(Json(status, traces, left).ToJsonString(AuditJsonView.Indented));
        else
            await WriteAsync(console.Output, status, traces, left, erases);
        return left.Count > 0 ? 1 : 0;
    }

    private static async Task<ForgetProgress> EraseAsync(
        IServiceProvider services,
        ForgetRequests requests,
        PersonTraces traces,
        CancellationToken cancellationToken
    )
    {
        var time = services.GetRequiredService<TimeProvider>();
        var item = await requests.BeginAsync(traces, CommandLine, "somebody at the command line", cancellationToken);
        var began = time.GetTimestamp();
        while (true)
        {
            var progress = await requests.GoOnAsync(item, cancellationToken);
            if (progress is ForgetProgress.Gone)
                await services.GetRequiredService<IWorkQueue>().CompleteAsync(item, cancellationToken);
            if (progress is not ForgetProgress.Waiting(var pause) || time.GetElapsedTime(began) + pause > Patience)
                return progress;

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private static async Task WriteAsync(TextWriter output, string status, PersonTraces traces, IReadOnlyList<string> left, bool erased)
    {
        var sentence = status switch
        {
            "known" => "This is known about them, and erased with --yes:",
            "pending" when !erased => traces.Unfinished!.Sentence,
            "pending" => "Not everything could be erased yet; a server on this store keeps trying.",
            "unknown" => "Nothing is known about this address.",
            _ when erased => "Forgotten: nothing is left of",
            _ => $"Forgotten on {traces.Before!.Day} by {traces.Before.ByName}; nothing else is known.",
        };
        await output.WriteLineAsync(sentence);
        if (status is "pending")
        {
            foreach (var line in left)
                await output.WriteLineAsync($"  {line}");
        }

        if (status is "pending" or "unknown" || traces.Known == 0)
            return;

        foreach (var line in traces.Erased)
            await output.WriteLineAsync($"  {line}");
        await output.WriteLineAsync("What stays:");
        foreach (var line in traces.Stays)
            await output.WriteLineAsync($"  {line}");
    }

    private static JsonObject Json(string status, PersonTraces traces, IReadOnlyList<string> left) =>
        new()
        {
            ["person"] = traces.Person.Value,
            ["status"] = status,
            ["forgottenAt"] = traces.Before?.At,
            ["leads"] = traces.Known,
            ["records"] = traces.Records,
            ["auditEntries"] = traces.AuditEntries,
            ["drafts"] = traces.Drafts,
            ["tasks"] = traces.Tasks,
            ["notes"] = traces.Notes,
            ["holds"] = traces.Holds,
            ["cards"] = traces.Cards,
            ["left"] = new JsonArray([.. (left.Count > 0 ? left : traces.Unfinished?.Left ?? []).Select(line => JsonValue.Create(line))]),
        };
}
