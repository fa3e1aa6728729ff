extern alias sandbox;

using System.CommandLine;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using SalesAgent.Core.Review;
using sandbox::SalesAgent.Bot.Sandbox.HubSpot;
using sandbox::SalesAgent.Bot.Sandbox.Samples;
using Spectre.Console;

namespace SalesAgent.Bot.Cli;

/// <summary>
/// <c>demo</c>: the main job with nothing to set up. A signed sample lead goes through the steps before one's eyes, and one decides on it:
/// in Agents Playground where Node.js is there, else here.
/// </summary>
internal static class DemoCommand
{
    /// <summary>About what the real services take, so that the steps can be followed.</summary>
    private const int Latency = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var nonInteractive = new Option<bool>("--non-interactive") { Description = "Approve by itself through /api/messages and end" };
        var terminal = new Option<bool>("--terminal") { Description = "Decide here, also when Node.js is there" };
        var demo = new Command("demo", "See the main job at work: nothing to set up, nothing leaves this machine")
        {
            nonInteractive,
            terminal,
        };
        demo.SetAction(
            (parsed, cancellationToken) =>
            {
                // Without a keyboard there is nobody to ask.
                var alone = parsed.GetValue(nonInteractive) || Console.IsInputRedirected || !AnsiConsole.Profile.Capabilities.Interactive;
                return alone || parsed.GetValue(terminal) || !Playground.IsPossible
                    ? InTerminalAsync(alone, cancellationToken)
                    : InPlaygroundAsync(cancellationToken);
            }
        );
        return demo;
    }

    private static async Task<int> InTerminalAsync(bool alone, CancellationToken cancellationToken)
    {
        await using var tryOut = await TryOut.StartAsync(Latency, anonymous: false, cancellationToken);
        Introduce(tryOut, "The sandbox stands in for Gmail, Calendar, HubSpot and Teams.");
        await tryOut.Sandbox.Teams.InstallEverywhereAsync(tryOut.App.Messages, cancellationToken);
        if (await SendLeadAsync(tryOut, cancellationToken) is not { Review: not null } state)
            return 1;

        var teams = tryOut.Sandbox.World.Teams;
        var rep = tryOut.Sandbox.Teams.As(teams.People[0]);
        var post = teams.Conversations.SelectMany(conversation => conversation.Cards).First();
        DemoScreen.ShowCase(CaseOf(tryOut, state));

        var (verb, inputs) = alone ? ("approve", null) : DemoScreen.Ask();
        DemoScreen.Say($"\n[grey]{rep.Person.Name} clicks {verb} in Teams: POST /api/messages, signed by the connector.[/]");
        var answer = await rep.At(post).ClickAsync(tryOut.App.Messages, post, verb, inputs, cancellationToken);
        if (answer.Status != 200)
        {
            DemoScreen.Say($"[red]The click was answered with {answer.Status}.[/]");
            return 1;
        }

        return await FinishAsync(tryOut, LeadId.Parse(state.Lead.Id), Patience, cancellationToken);
    }

    private static async Task<int> InPlaygroundAsync(CancellationToken cancellationToken)
    {
        await using var tryOut = await TryOut.StartAsync(Latency, anonymous: true, cancellationToken);
        Introduce(tryOut, "The sandbox stands in for Gmail, Calendar and HubSpot; Teams is Microsoft 365 Agents Playground.");
        AnsiConsole.MarkupLine("[grey]Starting Agents Playground; the first time, npx downloads it.[/]");
        try
        {
            await using var playground = await Playground.StartAsync(tryOut.App.Messages, tryOut.Folder, cancellationToken);
            if (playground is not null)
                return await InBrowserAsync(tryOut, playground, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how this ends.
            return 0;
        }

        AnsiConsole.MarkupLine("[yellow]Agents Playground did not start; deciding here instead.[/]\n");
        await tryOut.DisposeAsync();
        return await InTerminalAsync(alone: false, cancellationToken);
    }

    private static async Task<int> InBrowserAsync(TryOut tryOut, Playground playground, CancellationToken cancellationToken)
    {
        DemoScreen.Say(
            $"Open [link]{playground.Page}[/] if your browser has not done so, and choose the channel [bold]Announcements[/] there: a card will come. Ctrl+C ends.\n"
        );
        await Playground.UntilOpenedAsync(tryOut.App.Services, cancellationToken);
        if (await SendLeadAsync(tryOut, cancellationToken) is not { Review: not null } state)
            return 1;

        AnsiConsole.MarkupLine(
            "\nThe card is in the channel: approve or reject it there. A reload empties the Playground; [bold]pending[/] and [bold]show[/] in the personal chat bring the card back."
        );
        var result = await FinishAsync(tryOut, LeadId.Parse(state.Lead.Id), TimeSpan.MaxValue, cancellationToken);
        AnsiConsole.MarkupLine(
            "\nGo on in the personal chat if you like: [bold]prospect Jane Doe jane@acme.example[/] brings another card, [bold]help[/] lists the rest. Ctrl+C ends."
        );
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return result;
    }

    private static void Introduce(TryOut tryOut, string about) =>
        DemoScreen.Say($"[bold]SalesAgent[/] at {tryOut.App.Address}. {about} DRAFT_ONLY is on: nothing can be sent.\n");

    private static async Task<LeadState?> SendLeadAsync(TryOut tryOut, CancellationToken cancellationToken)
    {
        var sample = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0];
        DemoScreen.Say($"HubSpot reports that {sample.Who.FirstName} {sample.Who.LastName} filled in “{sample.PageTitle}”.\n");
        using var screen = new DemoSteps();
        var accepted = await tryOut.Sandbox.HubSpot.SendAsync(
            tryOut.App.Address,
            HubSpotRoute.FormSubmission,
            sample.Form().ToJsonString(),
            cancellationToken: cancellationToken
        );
        if (accepted.Status != 202 || !LeadId.TryParse(accepted.Json?["leadIds"]?[0]?.GetValue<string>(), out var lead))
        {
            DemoScreen.Say($"[red]The webhook was answered with {accepted.Status}.[/]");
            return null;
        }

        var state = await screen.FollowAsync(
            LeadWatch.WaitAsync(tryOut.App.Services, lead, found => found.Run.EndedAt is not null, Patience, cancellationToken)
        );
        if (state is null)
            DemoScreen.Say($"[red]The lead did not end within {Patience.TotalSeconds} s.[/]");
        return state;
    }

    private static async Task<int> FinishAsync(TryOut tryOut, LeadId lead, TimeSpan patience, CancellationToken cancellationToken)
    {
        var state = await LeadWatch.WaitAsync(
            tryOut.App.Services,
            lead,
            found => found.Review?.CarriedOut.Finished == true,
            patience,
            cancellationToken
        );
        if (state is null)
        {
            AnsiConsole.MarkupLine("[red]No decision was carried out.[/]");
            return 1;
        }

        if (CaseOf(tryOut, state).Decision is { } decided)
            DemoScreen.Say($"\n[bold]{decided.Kind} by {decided.By}.[/] {decided.Outcome}");
        else
            AnsiConsole.MarkupLine("\n[bold]A newer draft to the same person took its place.[/]");
        if (await LeadStory.ReadAsync(tryOut.App.Services.GetRequiredService<LeadRecords>(), lead, cancellationToken) is not { } story)
            return 1;

        DemoScreen.ShowStory(story);
        return story.Fault is null && tryOut.Sandbox.World.Gmail.Sends == 0 ? 0 : 1;
    }

    private static ReviewCase CaseOf(TryOut tryOut, LeadState state) => tryOut.App.Services.GetRequiredService<ReviewCases>().Of(state);
}
