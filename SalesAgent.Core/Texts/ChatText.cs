using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace SalesAgent.Core.Texts;

/// <summary>
/// What the bot says in chat, as Markdown. It is only made by an interpolated string: the literal parts are our own Markdown, and
/// whatever stands in a hole is foreign and made harmless. Inside backticks of ours a hole is the content of the code span.
/// </summary>
[InterpolatedStringHandler]
public sealed class ChatText
{
    private readonly StringBuilder markdown;
    private bool inCode;

    /// <summary>For the compiler.</summary>
    public ChatText(int literalLength, int formattedCount) => markdown = new StringBuilder(literalLength + (formattedCount * 24));

    public string Markdown => markdown.ToString();

    /// <summary>One line of a list for each.</summary>
    public static ChatText List(IEnumerable<ChatText> lines) => Joined(lines, "- ", "\n");

    public static ChatText Sentences(IEnumerable<ChatText> sentences) => Joined(sentences, "", " ");

    /// <summary>Several pieces of foreign text, each as code.</summary>
    public static ChatText Codes(IEnumerable<string> texts) => Joined(texts.Select(text => (ChatText)$"`{text}`"), "", ", ");

    public void AppendLiteral(string text)
    {
        if (text.AsSpan().Count('`') % 2 == 1)
            inCode = !inCode;
        markdown.Append(text);
    }

    /// <summary>Said elsewhere, and harmless since.</summary>
    public void AppendFormatted(ChatText? text)
    {
        if (inCode)
            throw new InvalidOperationException("Chat text cannot stand inside a code span.");
        markdown.Append(text?.markdown);
    }

    public void AppendFormatted(string? text) =>
        markdown.Append(inCode ? NeutralText.ForCode(text ?? "") : NeutralText.ForMarkdown(text ?? ""));

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    public override string ToString() => Markdown;

    private static ChatText Joined(IEnumerable<ChatText> parts, string mark, string between)
    {
        var joined = new ChatText(0, 0);
        foreach (var part in parts)
        {
            if (joined.markdown.Length > 0)
                joined.markdown.Append(between);
            joined.markdown.Append(mark).Append(part.markdown);
        }

        return joined;
    }
}
