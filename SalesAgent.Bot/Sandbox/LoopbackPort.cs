using System.Net;
using System.Net.Sockets;

namespace SalesAgent.Bot.Sandbox;

/// <summary>A port for what is started beside the sandbox.</summary>
internal static class LoopbackPort
{
    /// <summary>One of the loopback address that nobody listens on in this moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
