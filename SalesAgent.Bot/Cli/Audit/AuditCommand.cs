using System.CommandLine;
using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Bot.Cli.Audit;

/// <summary><c>audit</c> and its commands; here <c>audit show LEAD|MAIL</c>: the story of a lead, and whether its chain is whole.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var subject = new Argument<string>("LEAD|MAIL") { Description = "A lead id, or the address of a person" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else" };
        var show = new Command("show", "Print what happened with a lead") { subject, json };
        show.SetAction(
            (parsed, cancellationToken) =>
                ShowAsync(parsed.GetRequiredValue(subject), parsed.GetValue(json), parsed.InvocationConfiguration, cancellationToken)
        );
        return new Command("audit", "The audit table") { show, AuditExportCommand.Create(), AuditVerifyCommand.Create() };
    }

    public static Task<SalesAgentApp> OpenAsync(CancellationToken cancellationToken) =>
        CommandApp.BuildAsync(Serilog.Events.LogEventLevel.Warning, cancellationToken);

    private static async Task<int> ShowAsync(
        string subject,
        bool json,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        await using var app = await OpenAsync(cancellationToken);
        var ids = await FindAsync(app.Services, subject, cancellationToken);
        var stories = new List<LeadStory>();
        foreach (var id in ids)
        {
            if (await LeadStory.ReadAsync(app.Services.GetRequiredService<LeadRecords>(), id, cancellationToken) is { } story)
                stories.Add(story);
        }

        if (stories.Count == 0)
        {
            await console.Error.WriteLineAsync("No lead is known by that id or address.");
            return 1;
        }

        // Who was refused is in a chain of its own: a stranger's click must not change the lead.
        var refused = (await app.Services.GetRequiredService<SystemAudit>().ReadAsync(cancellationToken))
            .Where(entry => entry.Status is AuditStatus.Denied)
            .ToLookup(entry => entry.Resource);
        if (json)
        {
            await console.Output.WriteLineAsync(
                new JsonArray([.. stories.Select(story => Json(story, refused[$"lead:{story.Id}"]))]).ToJsonString(AuditJsonView.Indented)
            );
        }
        else
        {
            foreach (var story in stories)
                await WriteAsync(console.Output, story, refused[$"lead:{story.Id}"]);
        }

        return stories.TrueForAll(story => story.Fault is null) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<LeadId>> FindAsync(
        IServiceProvider services,
        string subject,
        CancellationToken cancellationToken
    )
    {
        if (LeadId.TryParse(subject, out var id))
            return [id];
        return EmailAddress.TryNormalise(subject, out var email)
            ? await services
                .GetRequiredService<PersonLeads>()
                .OfAsync(services.GetRequiredService<PersonKeys>().ForEmail(email), cancellationToken)
            : [];
    }

    private static JsonObject Json(LeadStory story, IEnumerable<AuditEntry> refused)
    {
        var node = AuditJsonView.Of(story);
        node["refused"] = new JsonArray([.. refused.Select(entry => AuditJsonView.Of(entry, details: null))]);
        return node;
    }

    private static async Task WriteAsync(TextWriter output, LeadStory story, IEnumerable<AuditEntry> refused)
    {
        await output.WriteLineAsync($"Lead {story.Id}: {story.Status}");
        foreach (var (entry, details) in story.Lines)
        {
            await WriteAsync(output, entry, $"{entry.Sequence, 3}");
            if (details is not null)
                await output.WriteLineAsync($"       {details.ReplaceLineEndings(" ")}");
        }

        foreach (var entry in refused)
            await WriteAsync(output, entry, "  -");
        await output.WriteLineAsync(story.Fault is null ? "  The chain is whole." : $"  THE CHAIN IS BROKEN: {story.Fault}.");
    }

    private static Task WriteAsync(TextWriter output, AuditEntry entry, string number) =>
        output.WriteLineAsync(
            $"  {number}  {entry.Timestamp:yyyy-MM-dd HH:mm:ss}Z  {AuditJsonView.NameOf(entry), -18}  {entry.Status, -7}  {entry.Actor}  {entry.Action}  "
                + string.Join(' ', entry.Metadata.Select(fact => $"{fact.Key}={fact.Value}"))
        );
}
