using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Cards.Elements;

/// <summary>
/// How much of a card's budget something takes: bytes as JSON, with everything beyond ASCII escaped. The cautious
/// measure: however a card is written to the wire, it is not longer.
/// </summary>
internal static class CardSize
{
    /// <summary>Teams refuses messages of about 28 KB, envelope included; this leaves room for it.</summary>
    public const int Budget = 20 * 1024;

    private const int Escaped = 6;

    public static int Of(JsonNode card)
    {
        using var nowhere = new Nowhere();
        using var writer = new Utf8JsonWriter(nowhere);
        card.WriteTo(writer);
        writer.Flush();
        return (int)writer.BytesCommitted;
    }

    public static int Of(ReadOnlySpan<char> text)
    {
        var bytes = 0;
        foreach (var character in text)
            bytes += IsPlain(character) ? 1 : Escaped;
        return bytes;
    }

    public static int Of(string text) => Of(text.AsSpan());

    private static bool IsPlain(char character) =>
        character is >= ' ' and <= '~' and not ('"' or '&' or '\'' or '+' or '<' or '>' or '\\' or '`');

    /// <summary>Takes what is only counted, again and again into the same bytes: a stream would have all of it gathered first.</summary>
    private sealed class Nowhere : IBufferWriter<byte>, IDisposable
    {
        private byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);

        public void Advance(int count) { }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint > bytes.Length)
            {
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = ArrayPool<byte>.Shared.Rent(sizeHint);
            }

            return bytes;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
    }
}
