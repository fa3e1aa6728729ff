using System.Buffers;
using System.Globalization;
using System.Text;
using MimeKit;

namespace SalesAgent.Core.People;

/// <summary>RFC 5322 addresses as we use them: one bare mailbox, ASCII host, lower case.</summary>
public static class EmailAddress
{
    /// <summary>RFC 5321 §4.5.3.1.3, less the angle brackets.</summary>
    private const int MaximumLength = 254;

    /// <summary>RFC 1035 §2.3.4.</summary>
    private const int MaximumLabelLength = 63;

    private static readonly SearchValues<char> NeverInOneAddress = SearchValues.Create("\r\n\0<>,;\"()[]\\ \t");
    private static readonly SearchValues<char> InALabel = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly IdnMapping International = new();

    /// <summary>The address in its one normal form, or false when the text is not exactly one usable address.</summary>
    public static bool TryNormalise(string? text, out string email)
    {
        email = "";
        var trimmed = text?.Trim();
        if (trimmed is null or { Length: 0 or > MaximumLength } || trimmed.AsSpan().ContainsAny(NeverInOneAddress))
            return false;
        if (!MailboxAddress.TryParse(trimmed, out _))
            return false;

        var at = trimmed.LastIndexOf('@');
        if (at <= 0 || !Ascii.IsValid(trimmed.AsSpan(0, at)) || !TryNormaliseHost(trimmed[(at + 1)..], out var host))
            return false;

        var normal = $"{trimmed[..at].ToLowerInvariant()}@{host}";
        if (normal.Length > MaximumLength)
            return false;

        email = normal;
        return true;
    }

    /// <summary>The host of a normalised address.</summary>
    public static string DomainOf(string email) => email[(email.LastIndexOf('@') + 1)..];

    /// <summary>An international host in its ASCII form: what looks like another company's name is seen to be none.</summary>
    private static bool TryNormaliseHost(string text, out string host)
    {
        host = text;
        try
        {
            if (!Ascii.IsValid(text))
                host = International.GetAscii(text);
        }
        catch (ArgumentException)
        {
            return false;
        }

        host = host.ToLowerInvariant();
        var labels = host.Split('.');
        return labels.Length > 1 && Array.TrueForAll(labels, IsLabel);
    }

    private static bool IsLabel(string label) =>
        label is { Length: > 0 and <= MaximumLabelLength } and not ['-', ..] and not [.., '-']
        && !label.AsSpan().ContainsAnyExcept(InALabel);
}
