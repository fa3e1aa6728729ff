using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MimeKit;
using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

namespace SalesAgent.Bot.Sandbox.Gmail;

/// <summary>Writes messages in Gmail's four formats.</summary>
internal static class MailJson
{
    public static bool IsFormat(string? format) => format is null or "full" or "metadata" or "minimal" or "raw";

    /// <param name="bodies">False where the caller wants other fields alone.</param>
    public static void Write(
        Utf8JsonWriter writer,
        StoredMail mail,
        string format,
        IReadOnlyCollection<string> metadataHeaders,
        bool bodies = true
    )
    {
        writer.WriteStartObject();
        writer.WriteString("id", mail.Id);
        writer.WriteString("threadId", mail.ThreadId);
        WriteLabels(writer, mail);
        writer.WriteString("snippet", mail.Content.Snippet);
        writer.WriteString("historyId", mail.HistoryId.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("internalDate", mail.InternalDate.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        writer.WriteNumber("sizeEstimate", mail.Content.Raw.Length);
        switch (format)
        {
            case "raw":
                writer.WriteString("raw", Base64Url.EncodeToString(mail.Content.Raw));
                break;
            case "metadata":
                writer.WriteStartObject("payload");
                writer.WriteString("mimeType", mail.Content.MimeType);
                WriteHeaders(
                    writer,
                    mail.Content.Headers.Where(header =>
                        metadataHeaders.Count == 0 || metadataHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)
                    )
                );
                writer.WriteEndObject();
                break;
            case "full":
                using (var message = mail.Content.Open())
                {
                    writer.WritePropertyName("payload");
                    WritePart(writer, message.Body, "", mail.Content.Headers, bodies);
                }

                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>The short form that lists and drafts carry.</summary>
    public static void WriteReference(Utf8JsonWriter writer, StoredMail mail, bool labels)
    {
        writer.WriteStartObject();
        writer.WriteString("id", mail.Id);
        writer.WriteString("threadId", mail.ThreadId);
        if (labels)
            WriteLabels(writer, mail);
        writer.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter writer, StoredMail mail)
    {
        writer.WriteStartArray("labelIds");
        foreach (var label in mail.Labels)
            writer.WriteStringValue(label);
        writer.WriteEndArray();
    }

    private static void WriteHeaders(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> headers)
    {
        writer.WriteStartArray("headers");
        foreach (var (name, value) in headers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePart(
        Utf8JsonWriter writer,
        MimeEntity? part,
        string partId,
        IEnumerable<KeyValuePair<string, string>>? headers,
        bool bodies
    )
    {
        writer.WriteStartObject();
        writer.WriteString("partId", partId);
        writer.WriteString("mimeType", part?.ContentType.MimeType ?? "text/plain");
        var fileName = (part as MimePart)?.FileName ?? "";
        writer.WriteString("filename", fileName);
        WriteHeaders(writer, headers ?? part!.Headers.Select(header => new KeyValuePair<string, string>(header.Field, header.Value)));
        if (bodies)
            WriteBody(writer, part, partId, fileName);
        if (part is Multipart many)
        {
            writer.WriteStartArray("parts");
            for (var index = 0; index < many.Count; index++)
            {
                var id = index.ToString(CultureInfo.InvariantCulture);
                WritePart(writer, many[index], partId.Length == 0 ? id : $"{partId}.{id}", null, bodies);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter writer, MimeEntity? part, string partId, string fileName)
    {
        writer.WriteStartObject("body");
        if (part is MimePart leaf && Content(leaf) is var content)
        {
            if (fileName.Length > 0)
                writer.WriteString("attachmentId", $"ANGjdJ{partId}-{content.Length}");
            writer.WriteNumber("size", content.Length);
            if (fileName.Length == 0)
                writer.WriteString("data", Base64Url.EncodeToString(content));
        }
        else
        {
            writer.WriteNumber("size", 0);
        }

        writer.WriteEndObject();
    }

    private static byte[] Content(MimePart part)
    {
        if (part is TextPart text)
            return Encoding.UTF8.GetBytes(text.Text);
        using var bytes = new MemoryStream();
        part.Content?.DecodeTo(bytes);
        return bytes.ToArray();
    }
}
