using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.Teams;

public sealed class ConnectorWireTests
{
    private const string Root = $"/teams/{SandboxCredentials.TenantId}/v3";
    private const string Conversations = $"{Root}/conversations";
    private const string Card =
        """{"type":"message","summary":"New lead","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.5","body":[]}}]}""";

    [Fact]
    public async Task Without_a_good_token_the_connector_answers_401_in_two_shapes()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var bare = await sandbox.PostAsync(Conversations, "{}", bearer: null);
        bare.Status.ShouldBe(401);
        bare.Json["error"].ShouldBeNull();
        var bad = await sandbox.PostAsync(Conversations, "{}", "made-up");
        bad.Status.ShouldBe(401);
        bad.Text("error", "code").ShouldBe("BotNotRegistered");
    }

    [Fact]
    public async Task A_channel_post_is_refused_until_the_app_is_installed_in_the_team()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var refused = await sandbox.PostAsync(Conversations, ChannelPost(sandbox));
        refused.Status.ShouldBe(403);
        refused.Text("error", "code").ShouldBe("BotNotInConversationRoster");
        sandbox.World.Teams.Cards.ShouldBe(0);
    }

    [Fact]
    public async Task A_channel_post_needs_an_activity_and_gives_thread_and_message_id()
    {
        await using var sandbox = await Installed();
        var leads = sandbox.World.Teams.Leads.Id;
        var without = await sandbox.PostAsync(Conversations, $$"""{"isGroup":true,"channelData":{"channel":{"id":"{{leads}}"} } }""");
        without.Status.ShouldBe(400);
        without.Text("error", "code").ShouldBe("BadSyntax");

        var made = await sandbox.PostAsync(Conversations, ChannelPost(sandbox));
        made.Status.ShouldBe(201);
        made.Text("activityId").ShouldNotBeNull().ShouldMatch("^[1-9][0-9]+$");
        made.Text("id").ShouldBe($"{leads};messageid={made.Text("activityId")}");
        sandbox.World.Teams.In(sandbox.World.Teams.Leads).Cards.ShouldHaveSingleItem().Id.ShouldBe(made.Text("activityId"));
    }

    [Fact]
    public async Task An_update_keeps_every_version_and_an_unknown_message_is_a_404()
    {
        await using var sandbox = await Installed();
        var made = await sandbox.PostAsync(Conversations, ChannelPost(sandbox));
        var path = $"{Conversations}/{Uri.EscapeDataString(made.Text("id")!)}/activities/{made.Text("activityId")}";
        var updated = await sandbox.SendAsync("PUT", path, Card.Replace("1.5", "1.4", StringComparison.Ordinal));
        updated.Status.ShouldBe(200);
        updated.Text("id").ShouldBe(made.Text("activityId"));
        var post = sandbox.World.Teams.In(sandbox.World.Teams.Leads).Find(made.Text("activityId")!)!;
        post.Cards.Select(card => card["version"]!.GetValue<string>()).ShouldBe(["1.5", "1.4"]);
        sandbox.World.Teams.CardUpdates.ShouldBe(1);

        var unknown = await sandbox.SendAsync(
            "PUT",
            $"{Conversations}/{Uri.EscapeDataString(sandbox.World.Teams.Leads.Id)}/activities/1",
            Card
        );
        unknown.Status.ShouldBe(404);
        unknown.Text("error", "code").ShouldBe("ActivityNotFoundInConversation");
        (await sandbox.SendAsync("DELETE", path, (string?)null)).Status.ShouldBe(200);
        (await sandbox.SendAsync("PUT", path, Card)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_reply_on_the_bare_channel_is_a_post_of_its_own_and_in_the_thread_it_is_a_reply()
    {
        await using var sandbox = await Installed();
        var made = await sandbox.PostAsync(Conversations, ChannelPost(sandbox));
        var leads = sandbox.World.Teams.In(sandbox.World.Teams.Leads);
        var inThread = await sandbox.PostAsync(
            $"{Conversations}/{Uri.EscapeDataString(made.Text("id")!)}/activities",
            """{"type":"message","text":"in thread"}"""
        );
        leads.Find(inThread.Text("id")!)!.ConversationId.ShouldBe(made.Text("id"));
        var bare = await sandbox.PostAsync(
            $"{Conversations}/{Uri.EscapeDataString(leads.Id)}/activities/{made.Text("activityId")}",
            """{"type":"message","text":"lost"}"""
        );
        leads.Find(bare.Text("id")!)!.ConversationId.ShouldBe($"{leads.Id};messageid={bare.Text("id")}");
        var nowhere = await sandbox.PostAsync(
            $"{Conversations}/{Uri.EscapeDataString($"{leads.Id};messageid=12")}/activities",
            """{"type":"message","text":"x"}"""
        );
        nowhere.Text("error", "code").ShouldBe("ConversationNotFound");
    }

    [Fact]
    public async Task A_personal_chat_is_made_for_a_Teams_id_or_a_directory_id_but_not_for_one_in_the_wrong_place()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var alex = sandbox.World.Reps[0];
        sandbox.World.Teams.Personal(alex).Installed = true;
        var byMri = await sandbox.PostAsync(Conversations, Personal($$"""{"id":"{{alex.TeamsUserId}}"}"""));
        byMri.Status.ShouldBe(201);
        byMri.Text("id").ShouldNotBeNull().ShouldStartWith("a:");
        byMri.Json["activityId"].ShouldBeNull();
        (await sandbox.PostAsync(Conversations, Personal($$"""{"id":"{{alex.AadObjectId}}"}"""))).Text("id").ShouldBe(byMri.Text("id"));
        (await sandbox.PostAsync(Conversations, Personal($$"""{"aadObjectId":"{{alex.AadObjectId}}"}"""))).Status.ShouldBe(400);
        (await sandbox.PostAsync(Conversations, Personal($$"""{"id":"{{alex.Email}}"}"""))).Status.ShouldBe(400);
        (await sandbox.PostAsync(Conversations, Personal($$"""{"id":"{{SamplePeople.Lena.TeamsUserId}}"}"""))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Text_beside_a_card_is_split_and_gives_no_id()
    {
        await using var sandbox = await Installed();
        var both = JsonNode.Parse(Card)!;
        both["text"] = "Look";
        var reply = await sandbox.PostAsync(
            $"{Conversations}/{Uri.EscapeDataString(sandbox.World.Teams.Leads.Id)}/activities",
            both.ToJsonString()
        );
        reply.Status.ShouldBe(202);
        reply.Body.ShouldBeEmpty();
        sandbox.World.Teams.In(sandbox.World.Teams.Leads).Posts.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(51_000, 201)]
    [InlineData(51_300, 413)]
    public async Task The_size_limit_counts_two_bytes_a_character(int letters, int status)
    {
        await using var sandbox = await Installed();
        var body = $$"""{"type":"message","text":"{{new string('é', letters - 30)}}"}""";
        var reply = await sandbox.PostAsync($"{Conversations}/{Uri.EscapeDataString(sandbox.World.Teams.Leads.Id)}/activities", body);
        reply.Status.ShouldBe(status);
        if (status == 413)
            reply.Text("error", "code").ShouldBe("MessageSizeTooBig");
    }

    [Fact]
    public async Task Members_are_found_by_every_id_and_both_spellings_occur()
    {
        await using var sandbox = await Installed();
        var alex = sandbox.World.Reps[0];
        sandbox.World.Teams.Personal(alex).Installed = true;
        var leads = $"{Conversations}/{Uri.EscapeDataString(sandbox.World.Teams.Leads.Id)}";
        foreach (var id in new[] { alex.TeamsUserId, alex.AadObjectId, alex.Email })
            (await sandbox.GetAsync($"{leads}/members/{Uri.EscapeDataString(id)}")).Text("objectId").ShouldBe(alex.AadObjectId);
        (await sandbox.GetAsync($"{leads}/members/nobody")).Status.ShouldBe(404);
        var chat = $"{Conversations}/{Uri.EscapeDataString(sandbox.World.Teams.Personal(alex).Id)}";
        (await sandbox.GetAsync($"{chat}/members/{alex.AadObjectId}")).Text("aadObjectId").ShouldBe(alex.AadObjectId);
        (await sandbox.GetAsync($"{leads}/pagedmembers?pageSize=1")).Json["members"]!.AsArray().Count.ShouldBe(3);
        (await sandbox.GetAsync($"{leads}/members")).Json.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_team_lists_its_channels_and_General_has_no_name()
    {
        await using var sandbox = await Installed();
        var team = $"{Root}/teams/{Uri.EscapeDataString(sandbox.World.Teams.Team.Id)}";
        (await sandbox.GetAsync(team)).Text("name").ShouldBe("Sales");
        var channels = await sandbox.GetAsync($"{team}/conversations");
        channels.Text("conversations", "0", "id").ShouldBe(sandbox.World.Teams.Team.Id);
        channels.Json["conversations"]![0]!["name"].ShouldBeNull();
        channels.Text("conversations", "1", "name").ShouldBe("Inbound leads");
    }

    private static async Task<RunningSandbox> Installed()
    {
        var sandbox = await RunningSandbox.StartAsync();
        sandbox.World.Teams.Team.Installed = true;
        return sandbox;
    }

    private static string ChannelPost(RunningSandbox sandbox) =>
        $$$"""{"isGroup":true,"tenantId":"{{{SandboxCredentials.TenantId}}}","bot":{"id":"{{{SandboxCredentials.BotId}}}"},"channelData":{"channel":{"id":"{{{sandbox.World.Teams.Leads.Id}}}"},"tenant":{"id":"{{{SandboxCredentials.TenantId}}}"}},"activity":{{{Card}}} }""";

    private static string Personal(string member) =>
        $$$"""{"isGroup":false,"tenantId":"{{{SandboxCredentials.TenantId}}}","bot":{"id":"{{{SandboxCredentials.BotId}}}"},"members":[{{{member}}}],"channelData":{"tenant":{"id":"{{{SandboxCredentials.TenantId}}}"} } }""";
}
