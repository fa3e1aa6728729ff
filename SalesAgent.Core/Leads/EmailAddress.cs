using System.Buffers;
using MimeKit;

namespace SalesAgent.Core.Leads;

/// <summary>RFC 5322 addresses as we use them: one bare mailbox, ASCII host, lower case.</summary>
public static class EmailAddress
{
    /// <summary>RFC 5321 §4.5.3.1.3, less the angle brackets.</summary>
    private const int MaximumLength = 254;

    private static readonly SearchValues<char> NeverInOneAddress = SearchValues.Create("\r\n\0<>,;\"()[]\\ \t");

    /// <summary>The address in its one normal form, or false when the text is not exactly one usable address.</summary>
    public static bool TryNormalise(string? text, out string email)
    {
        email = "";
        var trimmed = text?.Trim();
        if (trimmed is null or { Length: 0 or > MaximumLength } || trimmed.AsSpan().ContainsAny(NeverInOneAddress)) return false;
        if (!MailboxAddress.TryParse(trimmed, out var mailbox)) return false;

        var at = mailbox.Address.LastIndexOf('@');
        if (at <= 0 || !mailbox.Address.AsSpan(at + 1).Contains('.')) return false;
        if (mailbox.Address.EndsWith('.') || mailbox.Address.Length != trimmed.Length) return false;

        email = mailbox.Address.ToLowerInvariant();
        return true;
    }

    /// <summary>The host of a normalised address.</summary>
    public static string DomainOf(string email) => email[(email.LastIndexOf('@') + 1)..];
}
