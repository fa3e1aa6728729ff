using System.Buffers;
using MimeKit;

namespace SalesAgent.Core.Connectors.Gmail.Messages;

/// <summary>Addresses from people and headers. What comes from a form is not believed to be one address, or harmless.</summary>
internal static class MailAddresses
{
    // An allowed address is then also a safe word of a Gmail query and a safe part of a path.
    private static readonly SearchValues<char> Harmless = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$&'*+-/=?^_`|~@"
    );

    /// <summary>One bare address with a domain, without quoting; an international domain comes back in its ASCII form.</summary>
    public static bool TryRead(string? text, out string address)
    {
        address = "";
        if (
            text is not { Length: > 2 and <= 320 }
            || !MailboxAddress.TryParse(text, out var parsed)
            || parsed.Domain is not { Length: > 0 }
            || !parsed.Address.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)
        )
        {
            return false;
        }

        var ascii = parsed.GetAddress(idnEncode: true);
        if (ascii.AsSpan().ContainsAnyExcept(Harmless) || ascii.AsSpan().Count('@') != 1)
            return false;
        address = ascii;
        return true;
    }

    /// <exception cref="ConnectorException"><see cref="FailureKind.Refused"/>, before anything is asked of Gmail.</exception>
    public static string Read(OutsideCall call, string? text) =>
        TryRead(text, out var address) ? address : throw call.Failed(FailureKind.Refused, code: "invalid_address");

    public static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>An address header; groups are opened, what cannot be read is left out.</summary>
    public static IReadOnlyList<MailPerson> People(string? header) =>
        header is null || !InternetAddressList.TryParse(header, out var list) ? [] : People(list);

    public static IReadOnlyList<MailPerson> People(InternetAddressList list) =>
        [
            .. list.Mailboxes.Select(mailbox => new MailPerson(
                mailbox.Address,
                string.IsNullOrWhiteSpace(mailbox.Name) ? null : mailbox.Name
            )),
        ];
}
