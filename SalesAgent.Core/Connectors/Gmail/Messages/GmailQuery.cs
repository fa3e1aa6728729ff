using System.Globalization;

namespace SalesAgent.Core.Connectors.Gmail.Messages;

/// <summary>
/// Gmail's search language. Only addresses that passed <see cref="MailAddresses"/> come in here: no quotes, braces or blanks.
/// <see href="https://support.google.com/mail/answer/7190"/>
/// </summary>
internal static class GmailQuery
{
    /// <summary>Conversations with a person. Seconds since 1970, because a date would be taken as midnight in California.</summary>
    public static string With(IEnumerable<string> person, DateTimeOffset since) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{{{string.Join(' ', person.Select(address => $"from:{address} to:{address} cc:{address} bcc:{address}"))}}} -in:chats -in:drafts after:{since.ToUnixTimeSeconds()}"
        );

    public static string DraftsTo(string address, DateTimeOffset since) =>
        string.Create(CultureInfo.InvariantCulture, $"in:drafts to:{address} after:{since.ToUnixTimeSeconds()}");
}
