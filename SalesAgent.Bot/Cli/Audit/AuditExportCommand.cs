using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Export;

namespace SalesAgent.Bot.Cli.Audit;

/// <summary><c>audit export</c>: the entries of some days as one JSON document or as CSV, written as they are read.</summary>
internal static class AuditExportCommand
{
    private const string Json = "json";
    private const string Csv = "csv";
    private const string DateForm = "yyyy-MM-dd";

    /// <summary>Without <c>--from</c>: so many days, today's among them.</summary>
    private const int DefaultDays = 30;

    public static Command Create()
    {
        var from = Day("--from", $"First day, in UTC, such as 2026-11-01; without it {DefaultDays} days");
        var to = Day("--to", "Last day; without it today");
        var format = new Option<string>("--format") { Description = "json (one document) or csv", DefaultValueFactory = _ => Json };
        format.AcceptOnlyFromAmong(Json, Csv);
        var file = new Option<FileInfo?>("--out") { Description = "Where to write it instead of the output; an existing file is replaced" };
        var export = new Command("export", "Write the entries of some days") { from, to, format, file };
        export.Validators.Add(result =>
        {
            if (Given(result, from) is { } first && Given(result, to) is { } last && first > last)
                result.AddError("--from must not be after --to.");
        });
        export.SetAction(
            (parsed, cancellationToken) =>
                ExportAsync(
                    parsed.GetValue(from),
                    parsed.GetValue(to),
                    parsed.GetValue(format) is Csv,
                    parsed.GetValue(file),
                    parsed.InvocationConfiguration,
                    cancellationToken
                )
        );
        return export;
    }

    private static async Task<int> ExportAsync(
        DateOnly? from,
        DateOnly? to,
        bool asCsv,
        FileInfo? file,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        await using var app = await AuditCommand.OpenAsync(cancellationToken);
        var last = to ?? DateOnly.FromDateTime(app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        var first = from ?? last.AddDays(1 - DefaultDays);
        var leftOut = new List<string>();
        var lines = app.Services.GetRequiredService<AuditExport>().ReadAsync(first, last, leftOut.Add, cancellationToken);

        var writer = file is null ? console.Output : new StreamWriter(file.FullName, append: false);
        int count;
        try
        {
            count = await (asCsv ? WriteCsvAsync(lines, writer) : WriteJsonAsync(lines, writer));
            await writer.FlushAsync(cancellationToken);
        }
        finally
        {
            if (file is not null)
                await writer.DisposeAsync();
        }

        foreach (var sentence in leftOut)
            await console.Error.WriteLineAsync(sentence);
        await console.Error.WriteLineAsync($"{count} entries from {Text(first)} to {Text(last)} (UTC).");
        return leftOut.Count == 0 ? 0 : 1;
    }

    private static async Task<int> WriteJsonAsync(IAsyncEnumerable<AuditLine> lines, TextWriter writer)
    {
        var count = 0;
        await writer.WriteAsync('[');
        await foreach (var line in lines)
        {
            await writer.WriteAsync(count++ == 0 ? "\n" : ",\n");
            var node = new JsonObject { ["chain"] = line.Chain };
            foreach (var (name, value) in AuditJsonView.Of(line.Entry, line.Details).ToArray())
                node[name] = value?.DeepClone();
            node["details_state"] = line.DetailsState;
            await writer.WriteAsync(node.ToJsonString());
        }

        await writer.WriteLineAsync("\n]");
        return count;
    }

    private static async Task<int> WriteCsvAsync(IAsyncEnumerable<AuditLine> lines, TextWriter writer)
    {
        var count = 0;
        await writer.WriteAsync(
            SpreadsheetCsv.Line(
                "chain",
                "event_id",
                "timestamp",
                "event_type",
                "actor",
                "resource",
                "action",
                "status",
                "details",
                "metadata",
                "sequence",
                "previous_hash",
                "details_state"
            )
        );
        await foreach (var (line, entry) in lines.Select(line => (line, line.Entry)))
        {
            count++;
            await writer.WriteAsync(
                SpreadsheetCsv.Line(
                    line.Chain,
                    entry.EventId,
                    entry.Timestamp.ToString("O", CultureInfo.InvariantCulture),
                    AuditJsonView.NameOf(entry),
                    entry.Actor,
                    entry.Resource,
                    entry.Action,
                    JsonSerializer.SerializeToNode(entry.Status, AuditJson.Default.AuditStatus)!.GetValue<string>(),
                    line.Details,
                    string.Join(' ', entry.Metadata.Select(fact => $"{fact.Key}={fact.Value}")),
                    entry.Sequence.ToString(CultureInfo.InvariantCulture),
                    entry.PreviousHash,
                    line.DetailsState
                )
            );
        }

        return count;
    }

    private static Option<DateOnly?> Day(string name, string description) =>
        new(name)
        {
            Description = description,
            CustomParser = result =>
            {
                if (Read(result.Tokens) is { } day)
                    return day;

                result.AddError($"{name} must be a day such as 2026-11-01.");
                return null;
            },
        };

    /// <summary>
    /// From its text, because asking for the value of an option that is no day throws: that is told by the option itself.
    /// </summary>
    private static DateOnly? Given(CommandResult result, Option<DateOnly?> option) =>
        result.GetResult(option) is { } given ? Read(given.Tokens) : null;

    private static DateOnly? Read(IReadOnlyList<Token> tokens) =>
        tokens is [{ Value: var text }]
        && DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static string Text(DateOnly day) => day.ToString(DateForm, CultureInfo.InvariantCulture);
}
