using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Operations.Door;

/// <summary>Who sends or reads slowly is let go of, side by side, while others are served.</summary>
public sealed class SlowClientTests
{
    private const string Start = "POST /api/webhooks/hubspot HTTP/1.1\r\nHost: localhost\r\n";

    [Fact]
    public async Task Slow_senders_and_readers_are_cut_in_seconds_and_others_are_served()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        var body =
            $"{Start}Content-Type: application/json\r\nX-HubSpot-Signature-v3: {Convert.ToBase64String(new byte[32])}\r\nX-HubSpot-Request-Timestamp: {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}\r\n";
        Task<TimeSpan>[] slow =
        [
            // 300 bytes a second, which is above what the server takes for slow by itself.
            DripAsync(agent, $"{body}Content-Length: 900000\r\n\r\n", 75, TimeSpan.FromMilliseconds(250)),
            DripAsync(
                agent,
                $"{body}Transfer-Encoding: chunked\r\n\r\n",
                "40\r\n" + new string('x', 64) + "\r\n",
                TimeSpan.FromMilliseconds(250)
            ),
            // A header without end, and nothing at all after the first byte.
            DripAsync(agent, Start, "X-Drip: x\r\n", TimeSpan.FromMilliseconds(400)),
            DripAsync(agent, "P", "", TimeSpan.FromMilliseconds(250)),
        ];
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };
        (await http.GetStringAsync("health")).ShouldBe("""{"status":"ok"}""");

        foreach (var one in slow)
            (await one).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Small_bodies_have_places_that_large_ones_cannot_take_and_all_are_given_back()
    {
        using var places = new UnprovenBodies();
        for (var i = 0; i < UnprovenBodies.MostLarge; i++)
        {
            await places.TakeSmallAsync(CancellationToken.None);
            await places.TakeLargeAsync(CancellationToken.None);
        }

        var another = places.TakeLargeAsync(CancellationToken.None).AsTask();
        await places.TakeSmallAsync(CancellationToken.None);
        places.Count.ShouldBe(UnprovenBodies.MostLarge + 1);
        another.IsCompleted.ShouldBeFalse("large ones wait for each other");

        places.Release(wasLarge: true);
        await another;
        places.Count.ShouldBe(UnprovenBodies.MostLarge);
    }

    [Fact]
    public async Task Whatever_becomes_of_a_body_its_place_is_given_back()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };
        foreach (var size in (int[])[2, 100_000, 900_000, UnprovenBodiesTooLarge])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/webhooks/hubspot")
            {
                Content = new StringContent(new string(' ', size), Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("X-HubSpot-Signature-v3", Convert.ToBase64String(new byte[32]));
            request.Headers.Add(
                "X-HubSpot-Request-Timestamp",
                TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
            );
            if (size == UnprovenBodiesTooLarge)
                request.Headers.TransferEncodingChunked = true;
            using var answer = await http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(size == UnprovenBodiesTooLarge ? 413 : 401, $"{size} bytes");
        }

        await agent.SubmitSampleAsync();
        agent.Get<UnprovenBodies>().Count.ShouldBe(0);
    }

    private const int UnprovenBodiesTooLarge = WebhookBody.MaximumBytes + 1;

    private static Task<TimeSpan> DripAsync(RunningAgent agent, string head, int bytes, TimeSpan each) =>
        DripAsync(agent, head, new string(' ', bytes), each);

    /// <returns>How long it took until the connection was cut.</returns>
    private static async Task<TimeSpan> DripAsync(RunningAgent agent, string head, string drop, TimeSpan each)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, agent.App.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        var began = Stopwatch.GetTimestamp();
        var ended = EndedAsync(stream);
        while (!ended.IsCompleted && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(25))
        {
            try
            {
                if (drop.Length > 0)
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(drop));
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(ended, Task.Delay(each));
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task EndedAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
                // An answer, such as 408: the end comes behind it.
            }
        }
        catch (IOException)
        {
            // Cut.
        }
    }
}
