using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Core.Evidence.Checks;

namespace SalesAgent.Bot.Cli.Audit;

/// <summary><c>audit verify</c>: looks through every chain and names what was tampered with.</summary>
internal static class AuditVerifyCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else" };
        var verify = new Command("verify", "Look through all chains and anchors for what was removed, reordered or edited") { json };
        verify.SetAction(
            (parsed, cancellationToken) => VerifyAsync(parsed.GetValue(json), parsed.InvocationConfiguration, cancellationToken)
        );
        return verify;
    }

    private static async Task<int> VerifyAsync(bool json, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        await using var app = await AuditCommand.OpenAsync(cancellationToken);
        var verdict = await app.Services.GetRequiredService<VerifyAudit>().RunAsync(cancellationToken);
        if (json)
            await console.Output.WriteLineAsync(Json(verdict).ToJsonString(AuditJsonView.Indented));
        else
            await WriteAsync(verdict, console.Output);
        return verdict.FaultCount == 0 ? 0 : 1;
    }

    private static JsonObject Json(AuditVerdict verdict) =>
        new()
        {
            ["status"] = verdict.FaultCount == 0 ? "whole" : "broken",
            ["leads"] = verdict.Leads,
            ["entries"] = verdict.Entries,
            ["removedByRetention"] = verdict.Removed,
            ["systemEntries"] = verdict.SystemEntries,
            ["anchors"] = verdict.Anchors,
            ["anchoredUntil"] = verdict.AnchoredUntil is { } day ? Text(day) : null,
            ["anchorHash"] = verdict.AnchorHash,
            ["faultCount"] = verdict.FaultCount,
            ["faults"] = new JsonArray([
                .. verdict.Faults.Select(fault => new JsonObject { ["chain"] = fault.Chain, ["problem"] = fault.Problem }),
            ]),
        };

    private static async Task WriteAsync(AuditVerdict verdict, TextWriter output)
    {
        foreach (var fault in verdict.Faults)
            await output.WriteLineAsync($"{fault.Chain}: {fault.Problem}.");
        if (verdict.FaultCount > verdict.Faults.Count)
            await output.WriteLineAsync($"… and {verdict.FaultCount - verdict.Faults.Count} more.");

        await output.WriteLineAsync(
            $"Looked through {verdict.Leads} leads with {verdict.Entries} entries, and {verdict.SystemEntries} entries about no single lead."
        );
        if (verdict.Removed > 0)
            await output.WriteLineAsync($"{verdict.Removed} more leads were removed by the retention; their anchors are still there.");
        await output.WriteLineAsync(
            verdict.AnchoredUntil is { } day
                ? $"{verdict.Anchors} days are anchored, up to {Text(day)}: {verdict.AnchorHash}"
                : "No day is anchored yet."
        );
        await output.WriteLineAsync(
            verdict.FaultCount == 0
                ? "The audit is whole."
                : $"THE AUDIT IS BROKEN: {verdict.FaultCount} {(verdict.FaultCount == 1 ? "fault" : "faults")}."
        );
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
