extern alias sandbox;

using System.CommandLine;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using sandbox::SalesAgent.Bot.Sandbox.HubSpot;
using sandbox::SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Bot.Cli;

/// <summary><c>smoke formlead</c>: one lead through all steps, by the signed webhook like every other.</summary>
internal static class SmokeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var mock = new Option<bool>("--mock") { Description = "Against the sandbox (the default)" };
        var live = new Option<bool>("--live") { Description = "Against the configured accounts: makes a real draft, task, note and card" };
        var input = new Option<FileInfo?>("--input") { Description = "A form submission as JSON, instead of the sample" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else" };
        var formLead = new Command("formlead", "A form lead: every step, and what came of it") { mock, live, input, json };
        formLead.Validators.Add(result =>
        {
            if (result.GetValue(mock) && result.GetValue(live))
                result.AddError("--mock and --live exclude each other.");
            if (result.GetValue(input) is { Exists: false } file)
                result.AddError($"There is no file {file.FullName}.");
        });
        formLead.SetAction(
            async (parsed, cancellationToken) =>
            {
                var file = parsed.GetValue(input);
                var body = file is null ? null : await File.ReadAllTextAsync(file.FullName, cancellationToken);
                return parsed.GetValue(live)
                    ? await LiveAsync(body, parsed.GetValue(json), parsed.InvocationConfiguration, cancellationToken)
                    : await MockAsync(body, parsed.GetValue(json), parsed.InvocationConfiguration, cancellationToken);
            }
        );
        return new Command("smoke", "Checks the whole way once") { formLead };
    }

    private static async Task<int> MockAsync(string? body, bool json, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        await using var tryOut = await TryOut.StartAsync(latency: 0, anonymous: false, cancellationToken);
        await tryOut.Sandbox.Teams.InstallEverywhereAsync(tryOut.App.Messages, cancellationToken);
        body ??= SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form().ToJsonString();
        return await RunAsync(tryOut.App, "mock", body, json, console, cancellationToken);
    }

    private static async Task<int> LiveAsync(string? body, bool json, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (body is null)
        {
            await console.Error.WriteLineAsync(
                "--live writes to the real accounts: name the lead with --input FILE (its shape: seed export, formSubmissions)."
            );
            return 2;
        }

        await using var app = await CommandApp.BuildAsync(quietBelow: null, cancellationToken);
        await app.StartAsync(cancellationToken);
        return await RunAsync(app, "live", body, json, console, cancellationToken);
    }

    private static async Task<int> RunAsync(
        SalesAgentApp app,
        string mode,
        string body,
        bool json,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        var secret = app.Services.GetRequiredService<IOptions<HubSpotWebhookOptions>>().Value;
        var accepted = await SignedPost.SendAsync(
            app,
            HubSpotRoute.FormSubmission,
            body,
            secret.ClientSecret,
            secret.PublicBaseUri,
            cancellationToken
        );
        if (accepted.Lead is not { } lead)
        {
            await console.Error.WriteLineAsync($"The lead was not accepted ({accepted.Status}): {accepted.Body}");
            return 1;
        }

        var state = await LeadWatch.WaitAsync(app.Services, lead, found => found.Run.EndedAt is not null, Patience, cancellationToken);
        if (
            state is null
            || await LeadStory.ReadAsync(app.Services.GetRequiredService<LeadRecords>(), lead, cancellationToken) is not { } story
        )
        {
            await console.Error.WriteLineAsync($"Lead {lead} did not end within {Patience.TotalSeconds} s.");
            return 1;
        }

        if (json)
            await console.Output.WriteLineAsync(RunReport.Json(mode, story).ToJsonString(AuditJsonView.Indented));
        else
            await RunReport.WriteAsync(console.Output, mode, story);
        return story.State.Run.Status == "completed" ? 0 : 1;
    }
}
