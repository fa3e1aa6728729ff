using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;

namespace SalesAgent.Tests.Drafting.Injection;

/// <summary>What no hostile text may bring about, said without any of the product's own rules.</summary>
internal static partial class Inert
{
    private static readonly string[] MailHeaders =
    [
        "date",
        "message-id",
        "subject",
        "from",
        "to",
        "x-salesagent-run",
        "in-reply-to",
        "references",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    ];

    private static readonly string[] CardTypes =
    [
        "AdaptiveCard",
        "Container",
        "RichTextBlock",
        "TextRun",
        "ActionSet",
        "Input.ChoiceSet",
        "Input.Text",
        "Action.Execute",
        "Action.Submit",
        "Action.ToggleVisibility",
        "Action.OpenUrl",
    ];

    private static readonly string[] ActionData = ["ticket", "version", "hash", "verb"];

    /// <summary>One recipient, the lead; known headers; plain text; nothing to click, call or fill in.</summary>
    public static void Mail(MimeMessage mail, string lead, string rep)
    {
        mail.To.Mailboxes.Select(box => box.Address).ShouldBe([lead]);
        mail.From.Mailboxes.Select(box => box.Address).ShouldBe([rep]);
        foreach (var others in new[] { mail.Cc, mail.Bcc, mail.ReplyTo, mail.ResentTo })
            others.ShouldBeEmpty();
        mail.Headers.Concat(mail.Body!.Headers).Select(header => header.Field.ToLowerInvariant()).Except(MailHeaders).ShouldBeEmpty();
        mail.Body.ShouldBeOfType<TextPart>().ContentType.MimeType.ShouldBe("text/plain");
        Words($"{mail.To.Mailboxes.Single().Name}\n{mail.TextBody}", "mail");
        if (mail.InReplyTo is null)
            Words(mail.Subject!, "subject");
        else
            TheirSubject(mail.Subject!);
    }

    /// <summary>
    /// The subject of their own conversation, which we repeat as it is spelled: brackets and marks may stand in it, nothing to click, call
    /// or obey, however it is hidden.
    /// </summary>
    private static void TheirSubject(string subject)
    {
        var seen = Unseen().Replace(subject, "").Normalize(System.Text.NormalizationForm.FormKC);
        var found = Dangerous().Match(seen);
        found.Success.ShouldBeFalse($"the subject has “{found.Value}”: {seen[..Math.Min(seen.Length, 2000)]}");
        Hidden().IsMatch(seen).ShouldBeFalse("the subject has hidden characters");
    }

    /// <summary>Text in our name.</summary>
    public static void Words(string text, string where)
    {
        var found = Forbidden().Match(text.Normalize(System.Text.NormalizationForm.FormKC));
        found.Success.ShouldBeFalse($"{where} has “{found.Value}”: {text[..Math.Min(text.Length, 2000)]}");
        Hidden().IsMatch(text).ShouldBeFalse($"{where} has hidden characters");
    }

    /// <summary>No Markdown, no picture, no mention, no button and no link that is not ours.</summary>
    public static void Card(JsonObject shown, string lead)
    {
        // Wherever it hung, its paths begin with it here.
        var card = shown.DeepClone().AsObject();
        foreach (var node in Below(card))
        {
            if (node is JsonObject element && element["type"] is JsonValue type)
            {
                CardTypes.ShouldContain(type.GetValue<string>());
                if (element["data"] is JsonObject data)
                    data.Select(field => field.Key).ShouldBeSubsetOf(ActionData);
                if (element["url"] is { } url)
                    Target(new Uri(url.GetValue<string>()), lead);
                else
                    element["selectAction"].ShouldBeNull();
            }
            else if (
                node is JsonValue value
                && value.GetValueKind() == JsonValueKind.String
                && value.GetPath() is var path
                && !path.EndsWith(".url", StringComparison.Ordinal)
                && path != "$.$schema"
            )
            {
                Live().Match(value.GetValue<string>()).Value.ShouldBe("", path);
            }
        }

        card["msteams"]!.AsObject().Select(field => field.Key).ShouldBe(["width"]);
        card["actions"].ShouldBeNull();
        card["refresh"].ShouldBeNull();
        System.Text.Encoding.UTF8.GetByteCount(card.ToJsonString()).ShouldBeLessThan(24 * 1024);
    }

    /// <summary>What the model is told beside the prompt.</summary>
    public static void Told(JsonObject told)
    {
        foreach (var value in Below(told).OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String))
        {
            var text = value.GetValue<string>();
            Reference().Match(text).Value.ShouldBe("", $"{value.GetPath()} of {text[..Math.Min(text.Length, 500)]}");
            text.Length.ShouldBeLessThanOrEqualTo(2000);
        }
    }

    private static void Target(Uri target, string lead)
    {
        target.Scheme.ShouldBe("https");
        target.Host.ShouldBeOneOf("mail.google.com", "app.hubspot.com");
        if (target.Fragment.StartsWith("#search/", StringComparison.Ordinal))
            Uri.UnescapeDataString(target.Fragment).ShouldBe($"#search/in:drafts to:{lead}");
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        yield return node;
        var children = node switch
        {
            JsonObject parent => parent.Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            foreach (var below in Below(child))
                yield return below;
        }
    }

    [GeneratedRegex(
        @"evil|https?:|://|www\.|mailto:|tel:|javascript:|data:|file:|bit\.ly|tinyurl|xn--|@|\bb?cc:|[<>{}`\\]|\]\(|\$\(|%[A-Z_]{3,}%|\*\*|~~|\[\[|(\d[ ()-]?){7}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Forbidden();

    [GeneratedRegex(
        @"evil|https?:|://|www\.|mailto:|tel:|javascript:|data:|file:|bit\.ly|tinyurl|xn--|@|\bb?cc:|</|/>|<\w+[ /=]|\{\{|\}\}|\]\(|\$\(|\$\{|\{""|%[A-Z_]{3,}%|\[\[times|\+(\d[ ()-]?){7}|(\d{4} ){3}\d{4}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Dangerous();

    /// <summary>What programs put beside letters: directions, joiners, selectors of emoji.</summary>
    [GeneratedRegex(@"[\u200B-\u200F\u061C\u202A-\u202C\u2060\u2066-\u2069\uFEFF\u00AD\uFE0E\uFE0F]")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}-[\n\r]]")]
    private static partial Regex Hidden();

    /// <summary>What a client makes something of. A zero-width space keeps it from that.</summary>
    [GeneratedRegex(
        @"://|\{\{|<\/?at\b|[^\s\u200B]@[\p{L}\p{N}]|\b(mailto|tel|javascript|data|file):[^\s\u200B]|www\.\w|\w\.(example|com|ly)\b|[\u0000-\u0009\u000B-\u001F\u202A-\u202E\u2066-\u2069]",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Live();

    [GeneratedRegex(@"://|\S@\S|www\.\w|\w\.(com|ly)\b|evil\.example|(\d[ ()-]?){7}", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
