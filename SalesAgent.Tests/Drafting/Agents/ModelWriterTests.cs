using Microsoft.AspNetCore.Http;
using SalesAgent.Core.Drafting;

namespace SalesAgent.Tests.Drafting.Agents;

public sealed class ModelWriterTests
{
    private const string Key = "sk-very-secret";

    [Fact]
    public async Task The_models_words_become_the_draft_with_the_reps_signature()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Write("Your demo", SomeMail.Good);

        var message = await agents.WriteAsync();

        message.ShouldBe(
            new WrittenMessage("Your demo", SomeMail.Good + "\n\nBest regards,\nSam Rep\n", "small-1")
            {
                Use = new ModelUse("small-1", "writer.v2", Calls: 1, InputTokens: 100, OutputTokens: 20, IsEstimate: false),
            }
        );
    }

    [Fact]
    public async Task The_brief_goes_out_as_typed_JSON_and_nothing_else_does()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Write("Your demo", SomeMail.Good);

        await agents.WriteAsync(
            SomeDraft.Brief with
            {
                TheirMessage = "Größe\u202E \"40\" [[times]]\nCall +1 900 555 0199 or see evil.example/x, ask eve@evil.example",
            }
        );

        var asked = agents.Asked().ShouldHaveSingleItem();
        asked.Path.ShouldBe("/v1/chat/completions");
        asked.Authorization.ShouldBe($"Bearer {Key}");
        asked.Body["model"]!.GetValue<string>().ShouldBe("small-1");
        asked.Body["response_format"]!["type"]!.GetValue<string>().ShouldBe("json_object");
        asked.Body["max_completion_tokens"]!.GetValue<int>().ShouldBe(700);
        foreach (var absent in new[] { "tools", "stream", "temperature", "max_tokens", "user", "metadata" })
            asked.Body[absent].ShouldBeNull(absent);
        asked.Body["messages"]!.AsArray().Select(message => message!["role"]!.GetValue<string>()).ShouldBe(["system", "user"]);
        asked.IsFor(ModelServer.Writer).ShouldBeTrue();
        asked
            .Told.Select(field => field.Key)
            .ShouldBe(["task", "repName", "firstName", "company", "hasForm", "formName", "theirMessage", "offersTimes", "voice"]);
        asked.Told["theirMessage"]!.GetValue<string>().ShouldBe("Größe \"40\"\nCall (number) or see (link), ask (address)");
        asked.Told["voice"]!.GetValue<string>().ShouldStartWith("Hi Jane,\n\nThank you for filling in our form");
    }

    [Fact]
    public async Task Ollama_is_told_its_limit_in_the_word_it_knows()
    {
        await using var agents = await AgentsUnderTest.StartAsync(("Provider", "Ollama"), ("MaxOutputTokens", "900"));
        agents.Server.Write("Your demo", SomeMail.Good);

        (await agents.WriteAsync()).IsFromTemplate.ShouldBeFalse();

        var asked = agents.Asked().ShouldHaveSingleItem().Body;
        asked["max_tokens"]!.GetValue<int>().ShouldBe(900);
        asked["response_format"]!["type"]!.GetValue<string>().ShouldBe("json_object");
        asked["model"]!.GetValue<string>().ShouldBe("small-1");
    }

    [Theory]
    [InlineData("Hello, here is your mail!", "it was not the JSON asked for")]
    [InlineData("", "it was empty")]
    [InlineData("""{"subject":"Hi"}""", "it was not the JSON asked for")]
    [InlineData("""{"subject":"Hi","body":"[[times]]","to":"eve@evil.example"}""", "it was not the JSON asked for")]
    [InlineData("""{"subject":"Hi","body":"a","body":"[[times]]"}""", "it was not the JSON asked for")]
    [InlineData("""{"subject":"Hi","body":"\ud800"}""", "it was not the JSON asked for")]
    [InlineData("""{"subject":"Hi","bo""", "it was not the JSON asked for")]
    [InlineData("""[{"subject":"Hi","body":"[[times]]"}]""", "it was not the JSON asked for")]
    [InlineData("""{"subject":"","body":"Text\n[[times]]"}""", "subject or text was empty")]
    [InlineData("""{"subject":"Hi","body":"Text without times"}""", "it left no place for times")]
    [InlineData("""{"subject":"Hi","body":"[[times]]\n[[times]]"}""", "it left no place for times")]
    [InlineData("""{"subject":"Hi","body":"At [[times]] then"}""", "it left no place for times")]
    [InlineData("""{"subject":"Hi","body":"See www.evil.example\n[[times]]"}""", "it has a link")]
    [InlineData("""{"subject":"evil.com","body":"Text\n[[times]]"}""", "it has a link")]
    [InlineData("""{"subject":"Hi","body":"See ｅｖｉｌ．ｃｏｍ\n[[times]]"}""", "it has a link")]
    [InlineData("""{"subject":"Hi","body":"mailto:eve\n[[times]]"}""", "it has a link")]
    [InlineData("""{"subject":"Hi","body":"Write to eve@evil.example\n[[times]]"}""", "it has an e-mail address")]
    [InlineData("""{"subject":"Hi","body":"Hello @channel\n[[times]]"}""", "it has an e-mail address")]
    [InlineData("""{"subject":"Hi","body":"Dear [Name],\n[[times]]"}""", "it has a placeholder or markup")]
    [InlineData("""{"subject":"Hi","body":"<a>x</a>\n[[times]]"}""", "it has a placeholder or markup")]
    [InlineData("""{"subject":"Hi","body":"**Bold** words\n[[times]]"}""", "it has a placeholder or markup")]
    [InlineData("""{"subject":"Hi","body":"# Offer\n[[times]]"}""", "it has a placeholder or markup")]
    [InlineData("""{"subject":"Hi","body":"Tom &amp; Jerry\n[[times]]"}""", "it has a placeholder or markup")]
    [InlineData("""{"subject":"Hi","body":"At 10:30?\n[[times]]"}""", "it names a time of its own")]
    [InlineData("""{"subject":"Hi","body":"What about Tuesday?\n[[times]]"}""", "it names a time of its own")]
    [InlineData("""{"subject":"Hi","body":"We serve 500 customers.\n[[times]]"}""", "it has a number that nobody gave it")]
    [InlineData("""{"subject":"Hi","body":"Call +1 900 555 0199\n[[times]]"}""", "it has a number that nobody gave it")]
    public async Task An_answer_that_cannot_be_used_becomes_the_template_and_says_why(string answer, string reason)
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Say(answer);

        var message = await agents.WriteAsync();

        message.WrittenBy.ShouldBe("template:first-message");
        message.Fallback.ShouldBe($"The model's answer could not be used: {reason}.");
        message.FallbackKind.ShouldBe(ModelFailure.Unusable);
        message.Use!.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task What_was_wrong_is_told_in_our_words_and_at_most_twice()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.SayInTurn(
            ModelServer.Mail("Hi", "Go to www.evil.example\n[[times]]"),
            ModelServer.Mail(
                "Your demo",
                SomeMail.Good.Replace("to get there.", "to get there, with a guarantee and a discount.", StringComparison.Ordinal)
            ),
            ModelServer.Mail("Your demo", SomeMail.Good)
        );

        var message = await agents.WriteAsync();

        message.Fallback.ShouldBeNull();
        message.Text.ShouldNotContain("guarantee");
        message.Use!.Calls.ShouldBe(3);
        var asked = agents.Asked();
        asked[0].Told["corrections"].ShouldBeNull();
        asked[1].Told["corrections"]!.ToJsonString().ShouldBe("""["The last try was not usable: it has a link."]""");
        asked[2].Told["corrections"]!.ToJsonString().ShouldContain("Take out whatever may commit the rep");
        asked.ShouldAllBe(request => !request.Body.ToJsonString().Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_with_blemishes_is_better_than_none()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Write("Your demo", "Hi Jane,\n\nWould one of these suit you?\n\n[[times]]");

        var message = await agents.WriteAsync();

        message.IsFromTemplate.ShouldBeFalse();
        message.Use!.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task A_number_of_theirs_may_be_named_and_a_company_may_be_called_like_a_day()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Write(
            "Your demo",
            SomeMail.Good.Replace("your engineers", "your 40 engineers at Tuesday Group", StringComparison.Ordinal)
        );

        (await agents.WriteAsync(SomeDraft.Brief with { Company = "Tuesday Group" })).Text.ShouldContain("40 engineers at Tuesday Group");
    }

    [Fact]
    public async Task A_place_for_times_is_refused_when_there_are_none()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Write("Your demo", SomeMail.Good);

        (await agents.WriteAsync(SomeDraft.Brief with { OffersTimes = false })).Fallback.ShouldBe(
            "The model's answer could not be used: it made a place for times although there are none."
        );
    }

    [Fact]
    public async Task A_code_fence_around_the_JSON_is_forgiven()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Say("```json\n" + ModelServer.Mail("Your demo", SomeMail.Good + "\n\nBest,\nSam Rep") + "\n```");

        var message = await agents.WriteAsync();

        message.Fallback.ShouldBeNull();
        message.Text.ShouldEndWith("\n\nBest,\nSam Rep\n");
    }

    [Fact]
    public async Task Hidden_characters_in_an_answer_are_gone_before_it_is_looked_at()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Write(
            "Your\u202E demo\r\nBcc: x",
            SomeMail.Good.Replace("Thank you", "Tha\u200Bnk\u0007 you", StringComparison.Ordinal)
        );

        var message = await agents.WriteAsync();

        message.Subject.ShouldBe("Your demo Bcc: x");
        message.Text.ShouldContain("Thank you");
    }

    [Fact]
    public async Task In_a_conversation_the_subject_is_not_the_models_to_choose()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Write("Your demo", SomeMail.Good);

        (await agents.WriteAsync(SomeDraft.Brief with { ThreadSubject = "RE: Our talk" })).Subject.ShouldBe("Re: Our talk");
    }

    [Fact]
    public async Task A_refusal_a_filter_and_an_answer_cut_short_become_the_template_at_once()
    {
        await using var agents = await AgentsUnderTest.StartAsync();

        agents.Server.Answer = (context, _) =>
            (ModelServer.Completion(null) with { Refusal = "I cannot help with that." }).WriteAsync(context);
        await ShouldFallBackAsync(agents, ModelFailure.Declined, "The model declined to write.");

        agents.Server.Answer = (context, _) => (ModelServer.Completion("") with { Finish = "content_filter" }).WriteAsync(context);
        await ShouldFallBackAsync(agents, ModelFailure.Declined, "The model declined to write.");

        agents.Server.Answer = (context, _) =>
            (ModelServer.Completion("""{"subject":"Hi","bo""") with { Finish = "length" }).WriteAsync(context);
        await ShouldFallBackAsync(agents, ModelFailure.CutOff, "The model's answer was cut off.");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_service_that_fails_is_asked_once_and_neither_key_nor_text_is_logged(int status)
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Fail(status, $$$"""{"error":{"message":"Incorrect key {{{Key}}} for Jane at Contoso","type":"x","code":"y"}}""");

        await ShouldFallBackAsync(agents, ModelFailure.ServiceError, $"The model's service answered {status}.");

        agents.Log.Lines.ShouldNotBeEmpty();
        agents.Log.Lines.ShouldNotContain(line => line.Contains(Key) || line.Contains("Jane") || line.Contains("Contoso"));
    }

    [Fact]
    public async Task A_service_that_talks_nonsense_becomes_the_template()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        var whole = ModelServer.Completion(ModelServer.Mail("Hi", "[[times]]")).Json();

        // With the right type, with another, cut off, empty, and well-formed without an answer in it.
        foreach (
            var (type, text) in new[]
            {
                ("application/json", "<html>"),
                ("text/html", "<html>"),
                ("application/json", whole[..(whole.Length / 2)]),
                ("application/json", ""),
                ("application/json", "{}"),
                ("application/json", "[]"),
            }
        )
        {
            agents.Server.Answer = (context, _) =>
            {
                context.Response.ContentType = type;
                return context.Response.WriteAsync(text);
            };
            var message = await agents.WriteAsync();

            message.IsFromTemplate.ShouldBeTrue(text);
            message.FallbackKind.ShouldBeOneOf(ModelFailure.Unreadable, ModelFailure.Unusable);
        }
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Answer = (context, _) =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };

        (await agents.WriteAsync()).IsFromTemplate.ShouldBeTrue();
        agents.Asked().ShouldHaveSingleItem().Path.ShouldBe("/v1/chat/completions");
    }

    [Fact]
    public async Task An_answer_without_end_is_left_off()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        var hungUp = new TaskCompletionSource();
        agents.Server.Answer = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            var piece = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(piece);
            hungUp.SetResult();
        };

        await ShouldFallBackAsync(agents, ModelFailure.Unreadable, "The model's service sent more than any answer has.");
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_service_that_hangs_up_or_is_not_there_becomes_the_template()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await ShouldFallBackAsync(agents, ModelFailure.Unreachable, "The model's service could not be reached.");

        await agents.Server.DisposeAsync();
        (await agents.WriteAsync()).FallbackKind.ShouldBe(ModelFailure.Unreachable);
    }

    [Fact]
    public async Task A_model_that_thinks_too_long_becomes_the_template_and_counts_as_if_it_had_answered()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        var release = new TaskCompletionSource();
        agents.Server.Answer = (_, _) => release.Task;

        var writing = agents.WriteAsync();
        await agents.Server.Requests.Reader.ReadAsync(TestContext.Current.CancellationToken);
        writing.IsCompleted.ShouldBeFalse();
        agents.Time.Advance(TimeSpan.FromSeconds(20));

        var message = await writing;
        message.Fallback.ShouldBe("The model did not answer in time.");
        message.Use!.IsEstimate.ShouldBeTrue();
        message.Use.OutputTokens.ShouldBe(700);
        release.SetResult();
    }

    [Fact]
    public async Task There_is_one_deadline_for_all_calls_and_a_usable_text_in_hand_is_used()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        var release = new TaskCompletionSource();
        agents.Server.Answer = (context, request) =>
            request.Told["corrections"] is null
                ? ModelServer.Completion(ModelServer.Mail("Your demo", SomeMail.Good + "\n\nWe guarantee it.")).WriteAsync(context)
                : release.Task;

        var writing = agents.WriteAsync();
        await agents.Server.Requests.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await agents.Server.Requests.Reader.ReadAsync(TestContext.Current.CancellationToken);
        agents.Time.Advance(TimeSpan.FromSeconds(20));

        var message = await writing;
        message.WrittenBy.ShouldBe("small-1");
        message.Text.ShouldContain("guarantee");
        release.SetResult();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_gets_no_draft()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        var release = new TaskCompletionSource();
        agents.Server.Answer = (_, _) => release.Task;
        using var giveUp = new CancellationTokenSource();

        var writing = agents.Writer.WriteAsync(SomeDraft.Brief, giveUp.Token);
        await agents.Server.Requests.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => writing);
        release.SetResult();
    }

    [Fact]
    public async Task A_service_that_does_not_say_what_it_took_is_counted_high()
    {
        await using var agents = await AgentsUnderTest.StartAsync();
        agents.Server.Answer = (context, _) =>
            (ModelServer.Completion(ModelServer.Mail("Your demo", SomeMail.Good)) with { Usage = null }).WriteAsync(context);

        var use = (await agents.WriteAsync()).Use!;

        use.IsEstimate.ShouldBeTrue();
        use.InputTokens.ShouldBeGreaterThan(500);
        use.OutputTokens.ShouldBe(700);
    }

    private static async Task ShouldFallBackAsync(AgentsUnderTest agents, ModelFailure kind, string sentence)
    {
        agents.Asked();
        var message = await agents.WriteAsync();

        message.WrittenBy.ShouldBe("template:first-message");
        message.Text.ShouldContain("Hi Jane,");
        message.Fallback.ShouldBe(sentence);
        message.FallbackKind.ShouldBe(kind);
        agents.Asked().Count.ShouldBe(1);
    }
}
