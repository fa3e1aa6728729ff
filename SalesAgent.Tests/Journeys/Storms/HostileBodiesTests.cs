using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Webhooks.Signatures;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>
/// Bodies that are nearly right, at every door, signed as Teams and HubSpot sign: whatever is in them is never our failure.
/// </summary>
/// <remarks><c>SALESAGENT_FUZZ</c> sets how many, <c>SALESAGENT_FUZZ_SEED</c> which.</remarks>
public sealed class HostileBodiesTests
{
    private static readonly int Bodies = Setting("SALESAGENT_FUZZ", 4_000);
    private static readonly int Seed = Setting("SALESAGENT_FUZZ_SEED", 20261201);

    [Fact]
    public async Task No_body_makes_the_bot_fail()
    {
        await using var agent = await RunningAgent.StartAsync();
        var state = await agent.RestingAsync(await agent.SubmitSampleAsync());
        var card = agent.CardOf(state);
        var bending = new BentJson(new Random(Seed));
        var activities = Activities(agent, card).Select(node => node.ToJsonString()).ToArray();
        var forms = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions.Select(one => one.Form().ToJsonString()).ToArray();
        List<(string Path, byte[] Body)> requests = [];
        for (var number = 0; number < Bodies; number++)
        {
            requests.Add(
                (number % 4) switch
                {
                    0 => (Form, bending.Bend(forms[number % forms.Length])),
                    1 => (number % 8 == 1 ? Workflow : Events, bending.Bend(number % 8 == 1 ? WorkflowContact : ContactEvents)),
                    _ => (Messages, bending.Bend(activities[number % activities.Length])),
                }
            );
        }

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var statuses = new ConcurrentDictionary<string, int>();
        ConcurrentQueue<string> failures = [];
        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (request, ct) =>
            {
                using var answer = await http.SendAsync(Signed(agent, request.Path, request.Body), ct);
                var said = await answer.Content.ReadAsStringAsync(ct);
                statuses.AddOrUpdate($"{request.Path} {(int)answer.StatusCode}", 1, (_, count) => count + 1);

                // An invoke of a name that is not known here is "not implemented" by the protocol.
                if (
                    ((int)answer.StatusCode >= 500 && (int)answer.StatusCode != 501)
                    || said.Contains("\"statusCode\":500", StringComparison.Ordinal)
                )
                {
                    failures.Enqueue($"{request.Path} {(int)answer.StatusCode}: {Encoding.UTF8.GetString(request.Body)}");
                }
            }
        );

        failures.ShouldBeEmpty($"seed {Seed}: {failures.Count} of {Bodies}");

        // The bodies are bent, not broken: at every door many are taken.
        foreach (
            var taken in new[] { $"{Form} 202", $"{Workflow} 202", $"{Events} 202", $"{Messages} 200", $"{Messages} 400", $"{Form} 400" }
        )
        {
            statuses.GetValueOrDefault(taken).ShouldBeGreaterThan(Bodies / 200, $"{taken} of {string.Join(", ", statuses)}");
        }
    }

    [Fact]
    public async Task A_note_that_was_cut_inside_an_emoji_is_taken_as_the_reason()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var press = agent.Alex.Press(
            card,
            "reject",
            inputs: new Dictionary<string, string> { ["rejectReason"] = "other", ["rejectNote"] = "Not now HALF" }
        );
        var body = press.ToJsonString().Replace("HALF", "\\ud83d", StringComparison.Ordinal);

        using var http = new HttpClient(new SocketsHttpHandler());
        using var answer = await http.SendAsync(Signed(agent, Messages, Encoding.UTF8.GetBytes(body)), CancellationToken.None);

        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"statusCode\":200");
        var decided = await agent.DecidedAsync(lead);
        decided.Review!.State.ShouldBe(ReviewState.Rejected);
        decided.Review.Decision!.Note.ShouldBe("Not now", "what no client can show is left out");
    }

    private const string Messages = "/api/messages";
    private const string Events = "/api/webhooks/hubspot";
    private const string Workflow = "/api/webhooks/hubspot/workflow";
    private const string Form = "/api/webhooks/hubspot/form-submission";

    private const string WorkflowContact = """
        {"vid":4711,"properties":{"email":{"value":"wanda@bent.example"},"firstname":{"value":"Wanda"},"company":"Bent 😀 Ltd","message":"Hello"},"form-submissions":[{"timestamp":1795299998000,"title":"Form","conversion-id":"c1"}],"identity-profiles":[{"identities":[{"type":"EMAIL","value":"wanda@bent.example","is-primary":true}]}]}
        """;

    private const string ContactEvents = """
        [{"eventId":1,"subscriptionType":"contact.creation","portalId":1,"appId":4711,"objectId":151,"occurredAt":1795299998000,"changeSource":"FORM"},{"eventId":2,"subscriptionType":"contact.propertyChange","portalId":1,"objectId":151,"occurredAt":1795299998000,"propertyName":"lifecyclestage","propertyValue":"lead","changeSource":"FORM"}]
        """;

    private static IEnumerable<JsonNode> Activities(RunningAgent agent, SalesAgent.Bot.Sandbox.Teams.TeamsPost card)
    {
        var place = agent.Alex.At(card);
        var personal = agent.Alex.Personal;
        var times = agent.Alex.Press(card, "times");
        times.DataOf()["times"] = "a,b";
        yield return times;
        var rejected = agent.Alex.Press(
            card,
            "reject",
            inputs: new Dictionary<string, string> { ["rejectReason"] = "other", ["rejectNote"] = "a note" }
        );
        rejected.DataOf()["hash"] = "another";
        yield return rejected;
        yield return place.Activities.Execute(
            card,
            new JsonObject { ["verb"] = "approve" },
            "{\"ticket\":\"x.y\",\"version\":1}",
            "manual"
        );
        yield return place.Activities.Submit(
            "s1",
            card,
            new JsonObject
            {
                ["verb"] = "approve",
                ["ticket"] = "x.y",
                ["version"] = 1,
            }
        );
        foreach (
            var text in (string[])
                ["pending", "show jane@acme.example", "history jane@acme.example", "prospect a lead@acme", "what?", "use this channel"]
        )
        {
            yield return personal.Activities.Message($"m-{text}", personal.Conversation.Id, text);
        }

        yield return personal.Activities.InstallationUpdate("add");
        yield return agent.Alex.InChannel(agent.World.Teams.General).Activities.ConversationUpdate(added: true);
    }

    private static HttpRequestMessage Signed(RunningAgent agent, string path, byte[] body)
    {
        var address = SandboxHubSpot.Joined(agent.App.Address, path);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (path == Messages)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", agent.Sandbox.Teams.ConnectorToken);
            return request;
        }

        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(
            HubSpotSignature.V3Header,
            HubSpotSignature.Sign(SandboxCredentials.HubSpotClientSecret, "POST", address.AbsoluteUri, body, stamp)
        );
        request.Headers.Add(HubSpotSignature.TimestampHeader, stamp);
        return request;
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
