using System.CommandLine;
using System.Text.Json;
using SalesAgent.Bot.Cli.Secrets;
using SalesAgent.Bot.Operations;
using SalesAgent.Bot.Operations.Settings;
using Serilog.Events;
using Spectre.Console;

namespace SalesAgent.Bot.Cli;

/// <summary>
/// <c>secrets</c> and its commands; here <c>secrets check</c>: every setting by severity, and whether each connector answers. Prints no
/// value, nor any part of one.
/// </summary>
internal static class SecretsCommand
{
    public static Command Create()
    {
        var strict = new Option<bool>("--strict") { Description = "Fail on optional settings that are missing, too" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else" };
        var check = new Command("check", "Every setting by severity, and whether each connector answers; never prints a value")
        {
            strict,
            json,
        };
        check.SetAction(
            (parsed, cancellationToken) =>
                CheckAsync(parsed.GetValue(strict), parsed.GetValue(json), parsed.InvocationConfiguration, cancellationToken)
        );
        return new Command("secrets", "The configuration") { check, OperatorKeyCommand.Create() };
    }

    private static async Task<int> CheckAsync(bool strict, bool json, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        await using var app = await CommandApp.BuildAsync(LogEventLevel.Fatal, cancellationToken);
        var settings = new SettingsCheck(app.Services).Read();

        // With a configuration that does not start, an answer would be about something that never runs.
        IReadOnlyList<ConnectorState> connectors = settings.Any(setting => setting is { IsFine: false, Severity: "critical" })
            ? []
            : await app.Services.GetRequiredService<ConnectorStatus>().ReadAsync(cancellationToken);

        var fails =
            settings.Any(setting => !setting.IsFine && (strict || setting.Severity is not "optional"))
            || connectors.Any(connector => connector.Status is ConnectorState.Unhealthy);
        var report = new SecretsReport(app.Web.Environment.EnvironmentName, fails ? "failed" : "ok", settings, connectors);
        if (json)
            await console.Output.WriteLineAsync(JsonSerializer.Serialize(report, OperationsJson.Default.SecretsReport));
        else
            Print(report, console.Output);
        return fails ? 1 : 0;
    }

    // One line each, and no wrapping: it is read with grep as often as with eyes.
    private static void Print(SecretsReport report, TextWriter output)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        screen.Profile.Width = 400;
        foreach (var group in report.Settings.GroupBy(setting => setting.Severity))
        {
            screen.WriteLine($"{group.Key} in {report.Environment}");
            var (key, source) = (group.Max(setting => setting.Key.Length), group.Max(setting => setting.Source?.Length ?? 0));
            foreach (var setting in group)
            {
                Line(
                    screen,
                    setting.State,
                    $"{setting.Key.PadRight(key)}  {(setting.Source ?? "").PadRight(source)}  {setting.Problem ?? setting.Purpose.Replace("`", "", StringComparison.Ordinal)}"
                );
            }

            screen.WriteLine();
        }

        if (report.Connectors.Count > 0)
        {
            screen.WriteLine("connectors");
            foreach (var connector in report.Connectors)
                Line(screen, connector.Status, $"{connector.Name}  {connector.LatencyMilliseconds} ms  {connector.WhatToDo}");
            screen.WriteLine();
        }

        screen.WriteLine(
            report.Status is "ok" ? "Ready to start."
            : report.Connectors.Count > 0 ? "Not ready: see above."
            : "Not ready: mend what is critical first. The connectors were not asked."
        );
    }

    private static void Line(IAnsiConsole screen, string state, string text)
    {
        screen.Write(
            new Text(
                $"  {state, -16}",
                state switch
                {
                    SettingReport.Present or ConnectorState.Healthy => new Style(Color.Green),
                    SettingReport.Missing or ConnectorState.NotConfigured => new Style(Color.Grey),
                    ConnectorState.Degraded => new Style(Color.Yellow),
                    _ => new Style(Color.Red),
                }
            )
        );
        screen.WriteLine(text.TrimEnd());
    }
}
