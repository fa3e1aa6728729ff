using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;

namespace SalesAgent.Core.Connectors.Gmail.Messages;

/// <summary>Addresses from people and headers. What comes from a form is not believed to be one address, or harmless.</summary>
internal static partial class MailAddresses
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

    /// <summary>Hosts are the same in their international and in their ASCII form.</summary>
    public static bool Same(string one, string other) =>
        one.Equals(other, StringComparison.OrdinalIgnoreCase) || InAscii(one).Equals(InAscii(other), StringComparison.OrdinalIgnoreCase);

    public static bool IsAmong(string address, IEnumerable<string> others) => others.Any(other => Same(address, other));

    /// <summary>An address header; groups are opened, what cannot be read is left out.</summary>
    public static IReadOnlyList<MailPerson> People(string? header) =>
        header is null ? []
        : InternetAddressList.TryParse(header, out var list) && IsWhole(header, list) ? People(list)
        : AsWritten(header);

    public static IReadOnlyList<MailPerson> People(InternetAddressList list) =>
        [
            .. list.Mailboxes.Select(mailbox => new MailPerson(
                mailbox.Address,
                string.IsNullOrWhiteSpace(mailbox.Name) ? null : mailbox.Name
            )),
        ];

    /// <summary>"Jane: Acme &lt;…&gt;" is no group: the semicolon that would end it is missing.</summary>
    private static bool IsWhole(string header, InternetAddressList list) =>
        !header.Contains('@', StringComparison.Ordinal)
        || (
            list.Mailboxes.Any()
            && list.Mailboxes.All(mailbox => mailbox.Address.Contains('@', StringComparison.Ordinal))
            && list.OfType<GroupAddress>().All(group => group.Members.Count > 0 && header.Contains(';', StringComparison.Ordinal))
        );

    /// <summary>Names that should stand in quotes and do not: whatever is before the angle bracket is the name.</summary>
    private static List<MailPerson> AsWritten(string header)
    {
        List<MailPerson> people = [];
        var begin = 0;
        foreach (Match match in AngleAddress().Matches(header))
        {
            var phrase = Encoding.UTF8.GetBytes(header[begin..match.Index]);
            var name = Rfc2047.DecodePhrase(ParserOptions.Default, phrase).Trim(' ', '"', ',', ';');
            people.Add(new MailPerson(match.Groups[1].Value, name.Length > 0 ? name : null));
            begin = match.Index + match.Length;
        }

        return people;
    }

    private static string InAscii(string address) => Ascii.IsValid(address) ? address : MailboxAddress.EncodeAddrspec(address);

    [GeneratedRegex(@"<([^<>\s@]+@[^<>\s@]+)>", RegexOptions.CultureInvariant)]
    private static partial Regex AngleAddress();
}
