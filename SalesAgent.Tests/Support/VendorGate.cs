using System.Net;
using System.Net.Sockets;

namespace SalesAgent.Tests.Support;

/// <summary>
/// The address of one vendor, in front of the sandbox: while it is closed, connections are refused as by a machine that is down.
/// </summary>
internal sealed class VendorGate : IAsyncDisposable
{
    private readonly TaskCompletionSource<Uri> target = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TcpClient> open = [];
    private TcpListener listener;
    private bool isClosed;

    public VendorGate()
    {
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync(listener);
    }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public void LeadTo(Uri sandbox) => target.TrySetResult(sandbox);

    public void Close()
    {
        isClosed = true;
        listener.Dispose();
        lock (open)
        {
            foreach (var client in open)
                client.Dispose();
            open.Clear();
        }
    }

    public void Open()
    {
        if (!isClosed)
            return;

        isClosed = false;
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _ = AcceptAsync(listener);
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true)
                _ = PassOnAsync(await from.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException) { }
    }

    private async Task PassOnAsync(TcpClient caller)
    {
        using var near = caller;
        using var far = new TcpClient();
        lock (open)
            open.AddRange([near, far]);
        try
        {
            var sandbox = await target.Task;
            await far.ConnectAsync(IPAddress.Loopback, sandbox.Port);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException) { }
        finally
        {
            lock (open)
                open.RemoveAll(client => client == near || client == far);
        }
    }
}
