using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// Who counts as one sender: an IPv4 address, or the /64 network of an IPv6 address, because one subscriber owns a whole /64.
/// A value of fixed size, so that nothing a sender writes is kept.
/// </summary>
internal readonly record struct SourceKey(bool IsV6, ulong Value)
{
    /// <param name="address">Null: not TCP, such as a Unix socket; all of those are one source.</param>
    public static SourceKey Of(IPAddress? address)
    {
        if (address is null)
            return default;

        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? new SourceKey(true, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new SourceKey(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
