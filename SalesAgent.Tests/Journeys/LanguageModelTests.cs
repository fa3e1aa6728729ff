using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Drafting.Agents;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>The whole app with a model on the wire.</summary>
public sealed class LanguageModelTests
{
    [Fact]
    public async Task The_card_shows_the_models_text_with_our_times_and_the_audit_says_what_it_took()
    {
        await using var server = await ModelServer.StartAsync();
        server.Write("Forecasting tools", SomeMail.Good.Replace("Jane", "Inês", StringComparison.Ordinal));
        await using var agent = await RunningAgent.StartAsync(server.Settings);

        var lead = await agent.SubmitSampleAsync();
        var (state, card) = await agent.ShownAsync(lead);

        var draft = state.Run.Dossier.Draft!;
        draft.Subject.ShouldBe("Forecasting tools");
        draft.Times.Count.ShouldBe(3);
        DegradedRunTests.InMailbox(agent, state.Run.Dossier).ShouldBe(draft.Body.Trim());
        var shown = card.Card!.ToJsonString();
        shown.ShouldContain("A short conversation is probably the quickest way to get there.");
        shown.ShouldContain("Written by small-1.");
        foreach (var slot in state.Run.Dossier.Availability!.Offered)
            draft.Body.ShouldContain(slot.Display);

        var told = (await CreatedAsync(agent, lead)).ShouldHaveSingleItem();
        told["written_by"].ShouldBe("small-1");
        (told["model"], told["prompts"], told["model_calls"]).ShouldBe(("small-1", "writer.v2", "1"));
        (told["input_tokens"], told["output_tokens"], told["tokens_are"]).ShouldBe(("100", "20", "as_told"));
        told.ContainsKey("fallback").ShouldBeFalse();
    }

    [Fact]
    public async Task Other_times_are_put_into_the_models_words_without_asking_it_again()
    {
        await using var server = await ModelServer.StartAsync();
        server.Write("Forecasting tools", SomeMail.Good);
        await using var agent = await RunningAgent.StartAsync(server.Settings);
        var lead = await agent.SubmitSampleAsync();
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);
        var other = first.Run.Dossier.Availability!.Free.Except(first.Run.Dossier.Availability.Offered).First();

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", new Dictionary<string, string> { ["times"] = other.Id });
        var second = await agent.RestingAsync(lead);

        second.Run.Dossier.Draft!.Version.ShouldBe(2);
        second.Run.Dossier.Draft.Subject.ShouldBe("Forecasting tools");
        server.Requests.Reader.Count.ShouldBe(1);
        (await CreatedAsync(agent, lead)).Select(version => version.ContainsKey("model_calls")).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_model_that_fails_leaves_the_template_and_the_card_says_why()
    {
        await using var server = await ModelServer.StartAsync();
        server.Fail(500, "{}");
        await using var agent = await RunningAgent.StartAsync(server.Settings);

        var lead = await agent.SubmitSampleAsync();
        var (state, card) = await agent.ShownAsync(lead);

        state.Run.Status.ShouldBe("completed");
        state.Run.Dossier.Draft!.Times.Count.ShouldBe(3);
        card.Card!.ToJsonString().ShouldContain("Written from the template. The model\\u0027s service answered 500.");
        var told = (await CreatedAsync(agent, lead)).ShouldHaveSingleItem();
        (told["written_by"], told["fallback"]).ShouldBe(("template:first-message", "service_error"));
        (told["model_calls"], told["output_tokens"]).ShouldBe(("1", "0"));
    }

    private static async Task<IReadOnlyList<SortedDictionary<string, string>>> CreatedAsync(RunningAgent agent, LeadId lead) =>
        [
            .. (await agent.StoryAsync(lead))
                .Lines.Select(line => line.Entry)
                .Where(entry => entry.EventType == AuditEventType.DraftCreated)
                .Select(entry => entry.Metadata),
        ];
}
