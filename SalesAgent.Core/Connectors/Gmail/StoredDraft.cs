using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>Where a draft lies. <see cref="DraftId"/> outlives the rep's edits; <see cref="ThreadId"/> changes with the subject.</summary>
/// <param name="MessageId">Gmail's id of the text as it was then: another one after any edit. To compare with, not to keep.</param>
public sealed record DraftReference(string DraftId, string ThreadId, string? MessageId = null);

/// <summary>A draft as it lies in the mailbox now, with whatever the rep has changed.</summary>
public sealed record StoredDraft
{
    public required string DraftId { get; init; }

    public required string ThreadId { get; init; }

    /// <summary>As in <see cref="DraftReference.MessageId"/>.</summary>
    public string? MessageId { get; init; }

    public required IReadOnlyList<MailPerson> To { get; init; }

    public required IReadOnlyList<MailPerson> Cc { get; init; }

    public required IReadOnlyList<MailPerson> Bcc { get; init; }

    public required string Subject { get; init; }

    /// <summary>Plain text with <c>\n</c> line ends and none at the end. An HTML-only draft is turned into text.</summary>
    public required string Body { get; init; }

    /// <summary>The run that wrote it; null when it is not ours, or the rep's mail program dropped our header.</summary>
    public string? RunId { get; init; }

    /// <summary>With angle brackets; null for a draft that answers nothing.</summary>
    public string? InReplyTo { get; init; }

    public bool HasAttachments { get; init; }

    /// <summary>
    /// SHA-256 over what a recipient would get, lower-case hex. Not comparable with the hash of a draft of ours, which knows nothing of
    /// copies and attachments.
    /// </summary>
    public string ContentHash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            string[] parts =
            [
                "found/1",
                .. Addresses(To),
                "cc",
                .. Addresses(Cc),
                "bcc",
                .. Addresses(Bcc),
                HasAttachments ? "attachments" : "none",
                Subject,
                Body,
            ];
            foreach (var part in parts)
                hash.AppendData(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(part)};{part}"));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    private static IEnumerable<string> Addresses(IReadOnlyList<MailPerson> people) => people.Select(person => person.Address);
}
