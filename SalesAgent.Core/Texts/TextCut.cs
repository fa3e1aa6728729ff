using System.Globalization;

namespace SalesAgent.Core.Texts;

/// <summary>The one way to shorten text that people see: between characters as a reader sees them, never inside one.</summary>
public static class TextCut
{
    /// <summary>The whole text when it has at most <paramref name="most"/> UTF-16 units, else as much of its beginning as fits.</summary>
    /// <param name="ending">Stands at the end of what was cut, and counts.</param>
    public static string To(string text, int most, string ending = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, ending.Length);
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, Length(text, most - ending.Length)), ending);
    }

    /// <summary>How many UTF-16 units of the text fit into <paramref name="most"/>.</summary>
    public static int Length(ReadOnlySpan<char> text, int most)
    {
        if (text.Length <= most)
            return text.Length;

        var length = 0;
        while (StringInfo.GetNextTextElementLength(text[length..]) is > 0 and var next && length + next <= most)
            length += next;
        if (length > 0 || most <= 0)
            return length;

        // One character with a tower of marks that fills it all: then it is cut, but between code points.
        return char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
    }
}
