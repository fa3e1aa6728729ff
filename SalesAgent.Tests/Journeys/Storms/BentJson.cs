using System.Text;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>
/// Bends one thing in a JSON text: something odd into a name or a text, another value for a member, a member nobody knows.
/// </summary>
internal sealed class BentJson(Random random)
{
    private static readonly string[] InTexts =
    [
        "\\ud83d",
        "\\ude00",
        "\\ud83d\\ud83d",
        "\\ude00\\ud83d",
        "\\uDBFF\\uDFFF",
        "\\u0000",
        "\\ufffe",
        "\\uffff",
        "\\ud83d\\\\ude00",
        "\\ud83",
        "\\x",
        "\u202E",
        "\\\\ud83d",
        "\\u2028",
        "😀",
        "`",
        "<at>all</at>",
        "\0",
        "\\\"\\ud83d\\\"",
    ];

    private static readonly string[] Values =
    [
        "1e999",
        "-1e999",
        "5",
        "-1",
        "1.5",
        "99999999999999999999999",
        "true",
        "null",
        "[]",
        "{}",
        "\"\"",
        "\"\\ud83d\"",
        "{\"\\ud83d\":1}",
        "{\"\\ud800\":1,\"\\ud801\":2}",
        "{\"a\":1,\"a\":2}",
        "[\"\\ude00\"]",
        "\"{\\\"ticket\\\":\\\"\\\\ud83d\\\"}\"",
        "\"0001-01-01T00:00:00+14:00\"",
        "\"9999-12-31T23:59:59-14:00\"",
        "NaN",
        Nested(20),
        Nested(70),
    ];

    private static readonly byte[][] Bytes =
    [
        [0xED, 0xA0, 0xBD],
        [0xC3, 0x28],
        [0xFF],
        [0xF4, 0x90, 0x80, 0x80],
        [0xC0, 0x80],
    ];

    public byte[] Bend(string json)
    {
        var texts = Texts(json);
        var (start, end, isName) = texts[random.Next(texts.Count)];
        switch (random.Next(5))
        {
            case 0 or 1:
                var at = random.Next(2) == 0 ? start + 1 : end - 1;
                return Encoding.UTF8.GetBytes(json.Insert(at, InTexts[random.Next(InTexts.Length)]));
            case 2:
                return
                [
                    .. Encoding.UTF8.GetBytes(json[..(end - 1)]),
                    .. Bytes[random.Next(Bytes.Length)],
                    .. Encoding.UTF8.GetBytes(json[(end - 1)..]),
                ];
            case 3 when !isName:
                return Encoding.UTF8.GetBytes(json[..start] + Values[random.Next(Values.Length)] + json[end..]);
            default:
                var (name, _, _) = texts.FindAll(text => text.IsName) is [_, ..] names ? names[random.Next(names.Count)] : default;
                return Encoding.UTF8.GetBytes(json.Insert(name, $"\"x{InTexts[random.Next(6)]}\":{Values[random.Next(Values.Length)]},"));
        }
    }

    /// <summary>The texts with their quotes, and whether a colon follows.</summary>
    private static List<(int Start, int End, bool IsName)> Texts(string json)
    {
        List<(int, int, bool)> found = [];
        for (var at = 0; at < json.Length; at++)
        {
            if (json[at] != '"')
                continue;

            var end = at + 1;
            while (json[end] != '"')
                end += json[end] == '\\' ? 2 : 1;
            found.Add((at, end + 1, end + 1 < json.Length && json[end + 1] == ':'));
            at = end;
        }

        return found;
    }

    private static string Nested(int depth) => $"{string.Concat(Enumerable.Repeat("{\"d\":", depth))}\"\\ud83d\"{new string('}', depth)}";
}
