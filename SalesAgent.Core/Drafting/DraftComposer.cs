using System.Security.Cryptography;
using System.Text;
using SalesAgent.Core.Drafting.Times;

namespace SalesAgent.Core.Drafting;

/// <summary>Makes drafts of what writers wrote. Pure: the same input gives the same draft, to the byte.</summary>
internal static class DraftComposer
{
    private const int LongestName = 100;

    /// <summary>The first version.</summary>
    /// <param name="times">What is offered; empty takes the line for times out of the text, and nothing else.</param>
    /// <exception cref="ArgumentException">Times, but no line for them in the text.</exception>
    public static Draft Compose(WrittenMessage message, MailEnvelope envelope, IReadOnlyList<Slot> times) =>
        Finish(
            new Draft
            {
                Version = 1,
                To = envelope.To,
                ToName = UntrustedText.Clean(envelope.ToName, LongestName),
                From = envelope.From,
                FromName = UntrustedText.Clean(envelope.FromName, LongestName) ?? envelope.From,
                Subject = "",
                Body = "",
                TextWithMarker = "",
                Times = [],
                ThreadId = envelope.ThreadId,
                ContentHash = "",
            },
            message.Subject,
            message.Text,
            times
        );

    /// <summary>Fills in everything that follows from subject, text and times.</summary>
    internal static Draft Finish(Draft draft, string subject, string text, IReadOnlyList<Slot> times)
    {
        var tidy = MailText.Tidy(text);
        if (times.Count > 0 && !MailText.HasTimesLine(tidy))
            throw new ArgumentException("The text has no line for times: have it written again with times in mind.", nameof(times));

        var finished = draft with
        {
            Subject = UntrustedText.Clean(subject, int.MaxValue) ?? "",
            TextWithMarker = tidy,
            Body = MailText.WithTimes(tidy, TimesText.Lines(times)),
            Times = [.. times],
        };
        return finished with { ContentHash = HashOf(finished) };
    }

    /// <summary>
    /// Over sender, recipient, subject, text and thread, each with its length before it, so that no two drafts give the
    /// same bytes. The version is not in it: the same content keeps its hash.
    /// </summary>
    internal static string HashOf(Draft draft)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (
            var part in (ReadOnlySpan<string?>)
                ["draft/1", draft.To, draft.ToName, draft.From, draft.FromName, draft.Subject, draft.Body, draft.ThreadId]
        )
        {
            // A missing value and an empty one differ.
            hash.AppendData(
                Encoding.UTF8.GetBytes(part is null ? "-;" : string.Create(null, $"{Encoding.UTF8.GetByteCount(part)};{part}"))
            );
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
