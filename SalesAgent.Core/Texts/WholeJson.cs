using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SalesAgent.Core.Texts;

/// <summary>
/// The one rule for text in JSON from outside: half a surrogate pair and bytes that are no UTF-8 become U+FFFD before anything is
/// read. A reader that decodes a member later, or writes it again, then never meets text that it cannot decode.
/// </summary>
/// <remarks>Anything else that is wrong with the JSON stays wrong, so the reader still refuses it.</remarks>
public static class WholeJson
{
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "\\ufffd"u8;

    /// <summary>The same memory when there is nothing to mend, else a copy.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        var isUtf8 = Utf8.IsValid(json.Span);
        if (isUtf8 && NextHalf(json.Span, 0) < 0)
            return json;

        // Decoding replaces what is no UTF-8.
        var mended = isUtf8 ? json.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        for (var half = NextHalf(mended, 0); half >= 0; half = NextHalf(mended, half + EscapeLength))
            Replacement.CopyTo(mended.AsSpan(half));
        return mended;
    }

    /// <inheritdoc cref="Of(ReadOnlyMemory{byte})"/>
    public static ReadOnlyMemory<byte> Of(in ReadOnlySequence<byte> json) => Of(json.IsSingleSegment ? json.First : json.ToArray());

    /// <summary>For JSON inside a text of other JSON: its escapes come to light only when the outer text is decoded.</summary>
    public static ReadOnlyMemory<byte> Of(string json) => Of(Encoding.UTF8.GetBytes(json));

    /// <summary>
    /// Where the next escaped surrogate without its other half begins, or -1. Outside of texts a backslash is an error anyway.
    /// </summary>
    private static int NextHalf(ReadOnlySpan<byte> json, int from)
    {
        while (from < json.Length)
        {
            var next = json[from..].IndexOf((byte)'\\');
            if (next < 0)
                return -1;

            from += next;
            if (!TryUnit(json[from..], out var unit))
            {
                // The escaped character may itself be a backslash.
                from += 2;
            }
            else if (!char.IsSurrogate(unit))
            {
                from += EscapeLength;
            }
            else if (char.IsHighSurrogate(unit) && TryUnit(json[(from + EscapeLength)..], out var second) && char.IsLowSurrogate(second))
            {
                from += 2 * EscapeLength;
            }
            else
            {
                return from;
            }
        }

        return -1;
    }

    /// <summary>The UTF-16 unit of an escape such as <c>\ud83d</c> at the beginning of the span.</summary>
    private static bool TryUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < EscapeLength || json[0] != '\\' || json[1] != 'u')
            return false;

        var value = 0;
        foreach (var digit in json[2..EscapeLength])
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
            value = (value << 4) | ((digit & 0xF) + (digit > '9' ? 9 : 0));
        }

        unit = (char)value;
        return true;
    }
}
