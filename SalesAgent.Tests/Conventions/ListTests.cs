using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review.Limits;
using SalesAgent.Core.Review.Verbs;
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

    /// <summary>Others may join them.</summary>
    [Fact]
    public void The_steps_people_script_against_keep_their_names_and_their_order()
    {
        string[] published =
        [
            "extract_prospect",
            "resolve_hubspot",
            "search_email",
            "calendar_availability",
            "generate_message",
            "create_draft",
            "create_hubspot_task",
            "request_approval",
        ];

        StepOrder.Names.Where(published.Contains).ShouldBe(published);
        StepOrder.Names.ShouldBeUnique();
        StepOrder.Names.Select(StepOrder.TitleOf).ShouldBeUnique();
        StepOrder.TitleOf("of_another_release").ShouldBe("of_another_release");
    }

    [Fact]
    public async Task Every_work_handler_is_registered_and_has_a_kind_of_its_own()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        var handlers = agent.App.Services.GetServices<IWorkHandler>().ToArray();

        handlers.Select(handler => handler.GetType()).ShouldBe(Implementations<IWorkHandler>(), ignoreOrder: true);
        handlers.Select(handler => handler.Kind).Distinct().Count().ShouldBe(handlers.Length);
    }

    [Fact]
    public async Task Every_limit_on_drafts_is_asked()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);

        agent
            .App.Services.GetServices<IDraftLimit>()
            .Select(limit => limit.GetType())
            .ShouldBe(Implementations<IDraftLimit>(), ignoreOrder: true);
    }

    [Fact]
    public async Task Every_button_on_a_card_is_handled_and_what_is_not_in_the_list_is_refused()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (_, card) = await agent.ShownAsync(await agent.SubmitSampleAsync());
        var place = agent.Alex.At(card);
        ReviewVerbs.All.Count.ShouldBeGreaterThan(3);

        foreach (var verb in ReviewVerbs.All.Select(verb => verb.Name))
            (await AnswerAsync(verb)).ShouldStartWith("This card is not known", customMessage: verb);
        foreach (var unknown in (string[])["no-such-verb", "", " ", "Approve", "REJECT", "4", "-1", "approve "])
            (await AnswerAsync(unknown)).ShouldStartWith("This button is not known", customMessage: unknown);

        // Nothing is decided without a ticket; what tells them apart is whether the button itself is known.
        async Task<string> AnswerAsync(string verb)
        {
            var invoke = place.Activities.Execute(card, new JsonObject { ["verb"] = verb }, new JsonObject(), "manual");
            return Journeys.Clicks.SaidIn(await place.SendAsync(agent.App.Messages, invoke));
        }
    }

    private static Type[] Implementations<T>()
    {
        var found = typeof(CoreServices)
            .Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(T)))
            .ToArray();
        found.Length.ShouldBeGreaterThan(0);
        return found;
    }
}
