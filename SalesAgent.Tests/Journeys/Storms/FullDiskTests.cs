using System.Net;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>The disk is full: nothing is promised, nothing is half there, and with room the same process goes on.</summary>
public sealed class FullDiskTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_full_disk_leads_are_told_to_come_again_and_with_room_each_is_there_once(bool ofItsOwn)
    {
        await using var disk = await FullDisk.StartAsync(ofItsOwn);
        var (bot, world) = (disk.Bot, disk.Bot.Sandbox.World);
        (await SendAsync(bot, 0)).ShouldBe("accepted");
        await Eventually.FindAsync(() => world.Teams.Cards == 1 && world.Calls.Writes("hubspot.notes.create") == 1 ? world : null);

        // Its run puts its end on disk after that: a commit that fails with it would take what is sent in the same moment along.
        await Task.Delay(TimeSpan.FromSeconds(2));
        disk.Fill();
        await Task.WhenAll(
            Enumerable
                .Range(1, 5)
                .Select(number =>
                    WebhookStorm.ShouldBeToldToDeliverAgainAsync(
                        bot.Address,
                        HubSpotRoute.FormSubmission,
                        WebhookStorm.FormOf(number).Form()
                    )
                )
        );
        await WebhookStorm.ShouldBeToldToDeliverAgainAsync(bot.Address, HubSpotRoute.Workflow, WebhookStorm.FormOf(6).Workflow());
        (await SendAsync(bot, 0)).ShouldBe("duplicate", "what is known needs no room");
        world.ShouldHaveWritten(1);
        bot.IsRunning.ShouldBeTrue();
        var full = await ReadyAsync(bot);
        full.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, full.Body);
        full.Body.ShouldContain("\"storage\":\"unhealthy\"");

        disk.Empty();
        await Eventually.FindAsync(() => ReadyAsync(bot).GetAwaiter().GetResult().Status is HttpStatusCode.OK ? bot : null);
        for (var number = 1; number <= 5; number++)
            (await SendAsync(bot, number)).ShouldBe("accepted");
        await Eventually.FindAsync(() => world.Teams.Cards == 6 && world.Calls.Writes("hubspot.notes.create") == 6 ? world : null);
        for (var number = 0; number <= 5; number++)
            (await SendAsync(bot, number)).ShouldBe("duplicate");
        world.ShouldHaveWritten(6);
        bot.IsRunning.ShouldBeTrue();
    }

    private static async Task<(HttpStatusCode Status, string Body)> ReadyAsync(ServingBot bot)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var answer = await http.GetAsync(new Uri(bot.Address, "/health/ready"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> SendAsync(ServingBot bot, int number)
    {
        var reply = await bot.Sandbox.HubSpot.SendAsync(
            bot.Address,
            HubSpotRoute.FormSubmission,
            WebhookStorm.FormOf(number).Form().ToJsonString()
        );
        WebhookStorm.LeadsIn(reply).Count.ShouldBe(1);
        return reply.Json!["status"]!.GetValue<string>();
    }
}
