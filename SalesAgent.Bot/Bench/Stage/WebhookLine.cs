using System.Globalization;
using System.Net.Sockets;
using System.Text;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>
/// One connection that is kept open and carries signed webhooks, one after the other. Spoken on the socket itself: a whole HTTP client
/// takes about as much of the machine as the bot that is measured.
/// </summary>
internal sealed class WebhookLine : IDisposable
{
    private const HubSpotRoute Route = HubSpotRoute.FormSubmission;

    private readonly TcpClient connection;
    private readonly NetworkStream stream;
    private readonly Uri address;
    private readonly byte[] answer = new byte[16 << 10];

    private WebhookLine(TcpClient connection, Uri bot)
    {
        this.connection = connection;
        stream = connection.GetStream();
        address = SandboxHubSpot.Joined(bot, SandboxHubSpot.PathOf(Route));
    }

    public static async Task<WebhookLine> OpenAsync(Uri bot, CancellationToken cancellationToken)
    {
        var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(bot.Host, bot.Port, cancellationToken);
        return new WebhookLine(connection, bot);
    }

    /// <exception cref="IOException">The bot closed the connection, or answered with what is no HTTP.</exception>
    public async Task<SandboxReply> PostAsync(string body, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Request(body), cancellationToken);
        var (read, head, length) = (0, 0, 0);
        while (head == 0 || read < head + length)
        {
            if (read == answer.Length || await stream.ReadAsync(answer.AsMemory(read), cancellationToken) is not (> 0 and var more))
                throw new IOException("The bot broke off its answer to a webhook.");
            read += more;
            if (head == 0 && answer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
                (head, length) = (end + 4, LengthIn(Encoding.ASCII.GetString(answer, 0, end)));
        }

        // HTTP/1.1 202
        return new SandboxReply(
            int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture),
            Encoding.UTF8.GetString(answer, head, length)
        );
    }

    public void Dispose() => connection.Dispose();

    private byte[] Request(string body)
    {
        var request = new StringBuilder(body.Length + 512)
            .Append(CultureInfo.InvariantCulture, $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\n")
            .Append(
                CultureInfo.InvariantCulture,
                $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
            );
        foreach (var (name, value) in SandboxHubSpot.Sign(address, Route, body, TimeProvider.System.GetUtcNow()))
            request.Append(name).Append(": ").Append(value).Append("\r\n");
        return Encoding.UTF8.GetBytes(request.Append("\r\n").Append(body).ToString());
    }

    private static int LengthIn(string head)
    {
        const string name = "\r\nContent-Length: ";
        var begin = head.IndexOf(name, StringComparison.OrdinalIgnoreCase) + name.Length;
        if (begin < name.Length)
            throw new IOException("The bot answered a webhook without saying how long the answer is.");
        var end = head.IndexOf('\r', begin);
        return int.Parse(head.AsSpan()[begin..(end < 0 ? head.Length : end)], CultureInfo.InvariantCulture);
    }
}
