using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Cards;
using SalesAgent.Core;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Conventions;

/// <summary>Lists live in one place, and what is on them exists.</summary>
public sealed class ListTests
{
    [Fact]
    public async Task Every_step_is_registered_once_and_has_its_place_in_the_order()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        var registered = agent.App.Services.GetServices<IStep>().ToArray();

        registered.Select(step => step.Name).ShouldBe(StepOrder.Names, ignoreOrder: true);
        registered.Select(step => step.GetType()).ShouldBe(Implementations<IStep>(), ignoreOrder: true);
        registered.ShouldAllBe(step => step.Outside.Length > 0);
    }

    [Fact]
    public void The_steps_are_the_eight_people_script_against() => StepOrder.Names.ShouldBe(
    [
        "extract_prospect", "resolve_hubspot", "search_email", "calendar_availability", "generate_message", "create_draft", "create_hubspot_task", "request_approval",
    ]);

    [Fact]
    public async Task Every_work_handler_is_registered_and_has_a_kind_of_its_own()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        var handlers = agent.App.Services.GetServices<IWorkHandler>().ToArray();

        handlers.Select(handler => handler.GetType()).ShouldBe(Implementations<IWorkHandler>(), ignoreOrder: true);
        handlers.Select(handler => handler.Kind).Distinct().Count().ShouldBe(handlers.Length);
    }

    [Fact]
    public async Task Every_button_on_a_card_is_handled()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (_, card) = await agent.ShownAsync(await agent.SubmitSampleAsync());
        CardVerb.All.Length.ShouldBeGreaterThan(3);

        foreach (var verb in (string[])[.. CardVerb.All.Select(verb => verb.Name), "no-such-verb"])
        {
            var place = agent.Alex.At(card);
            var action = new System.Text.Json.Nodes.JsonObject { ["verb"] = verb };
            var invoke = place.Activities.Execute(card, action, new System.Text.Json.Nodes.JsonObject(), "manual");

            var answer = await place.SendAsync(agent.App.Messages, invoke);

            // Nothing is decided without a ticket; what tells them apart is whether the button itself is known.
            answer.Status.ShouldBe(200);
            answer.Body.Contains("This button is not known", StringComparison.Ordinal).ShouldBe(verb == "no-such-verb", verb);
        }
    }

    private static Type[] Implementations<T>()
    {
        var found = typeof(CoreServices).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(T))).ToArray();
        found.Length.ShouldBeGreaterThan(1);
        return found;
    }
}
