using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Checks;

namespace SalesAgent.Tests.Drafting.Checks;

/// <summary>
/// Links that are spelled so that a program does not see them. Whoever wrote the draft: it is refused, or marked for its reader.
/// </summary>
public sealed class LinkSpellingTests
{
    private static readonly DraftFacts Facts = new()
    {
        ContactEmail = SomeDraft.Contact,
        RepEmail = SomeDraft.Rep,
        FreeSlots = SomeDraft.Slots,
        IsReply = false,
        AllowedLinkHosts = ["www.example.com"],
    };

    [Theory]
    [InlineData("evil-phish。com/pay")]
    [InlineData("evil-phish｡com/pay")]
    [InlineData("evil-phish．com/pay")]
    [InlineData("evil-phish\u0701com/pay")]
    [InlineData("evil-phish\uA4F8com/pay")]
    [InlineData("evil-phish\u2024com")]
    [InlineData("evil-phish\uFE52com")]
    [InlineData("evil-phish\u06D4com")]
    [InlineData("evil-phish\u1362com")]
    [InlineData("www。evil-phish。com")]
    [InlineData("evil-phish%2Ecom/pay")]
    [InlineData("https%3A%2F%2Fevil-phish.com")]
    [InlineData("evil-phish&#46;com")]
    [InlineData("evil-phish&#x2e;com&#47;pay")]
    [InlineData("evil-phish&period;com")]
    [InlineData("ｅｖｉｌ-ｐｈｉｓｈ.ｃｏｍ")]
    [InlineData("hxxp://evil-phish.com")]
    [InlineData("hxxps[:]//evil-phish.com")]
    [InlineData("evil\u00ADphish.com")]
    [InlineData("http://3232235777/pay")]
    [InlineData("185.22.1.4/pay")]
    [InlineData("185.22.1.4:8080")]
    [InlineData("http://0x7f000001/")]
    [InlineData("https://www.example.com@evil-phish.com/")]
    [InlineData("https://www.example.com:443@evil-phish.com/")]
    [InlineData("mailto:pay@evil-phish.com")]
    [InlineData("tel:+19005550199")]
    [InlineData("sms:+19005550199")]
    [InlineData("xn--80ak6aa92e.com")]
    [InlineData("https://xn--80ak6aa92e.com/")]
    [InlineData("www.example.com。evil-phish.top")]
    [InlineData("evil-phish.support")]
    [InlineData("\\\\evil-phish.com\\share")]
    public void A_link_in_another_spelling_is_refused(string link) =>
        Found($"Please look at {link} today.", FindingSeverity.Block).ShouldNotBeEmpty();

    [Theory]
    [InlineData("https://www.example.com@evil-phish.com/", "hides where it leads behind a user name")]
    [InlineData("https://evil-phish@www.example.com/", "hides where it leads behind a user name")]
    [InlineData("https://xn--80ak6aa92e.com/", "imitates another address with foreign letters")]
    [InlineData("mailto:pay@evil-phish.com", "is no web address")]
    [InlineData("ftp://www.example.com/", "is no web address")]
    [InlineData("www.example.com/a\\b", "is written so that programs disagree where it leads")]
    public void A_link_that_is_refused_is_refused_for_what_it_does(string link, string why) =>
        DraftCheck
            .Check(With($"Please look at {link} today."), Facts)
            .Where(finding => finding.Severity == FindingSeverity.Block)
            .ShouldContain(finding => finding.Message.Contains(why, StringComparison.Ordinal));

    [Theory]
    [InlineData("Please go to evil-phish . com today.", FindingCodes.WordedLink)]
    [InlineData("Please go to evil-phish .com today.", FindingCodes.WordedLink)]
    [InlineData("Please go to evil-phish dot com today.", FindingCodes.WordedLink)]
    [InlineData("Please go to evil-phish DOT com slash pay.", FindingCodes.WordedLink)]
    [InlineData("Please go to evil-phish (dot) com today.", FindingCodes.WordedLink)]
    [InlineData("Please go to evil-phish[.]com today.", FindingCodes.WordedLink)]
    [InlineData("Write to eve at evil-phish dot com today.", FindingCodes.WordedLink)]
    [InlineData("Your password expires today, please reply with it.", FindingCodes.Sensitive)]
    [InlineData("Please send me your bank details.", FindingCodes.Sensitive)]
    [InlineData("Your account will be suspended.", FindingCodes.Sensitive)]
    [InlineData("Reply with the verification code.", FindingCodes.Sensitive)]
    [InlineData("Buy gift cards for me.", FindingCodes.Sensitive)]
    public void What_only_a_reader_would_follow_is_marked(string sentence, string code) =>
        DraftCheck.Check(With(sentence), Facts).Select(finding => finding.Code).ShouldContain(code);

    [Theory]
    [InlineData("We can bring examples, e.g. from logistics.")]
    [InlineData("It is 3.5 times faster, i.e. it takes 10.30 minutes.")]
    [InlineData("The tool is written in Node.js and ASP.NET, with some .NET and C#.")]
    [InlineData("Wir können z.B. am Montag sprechen, d.h. bald.")]
    [InlineData("Ms. St. John and Dr. J. O’Neill will join, cf. our form.")]
    [InlineData("Version 2.0.1.5 is out.")]
    [InlineData("Please connect the dots. Company rules apply.")]
    [InlineData("It ended with the dot com years.")]
    [InlineData("東京のチームのためにデモをお願いします。よろしくお願いします。")]
    [InlineData("東京で会いましょう。Excelを使います。")]
    [InlineData("یہ ایک جملہ ہے۔ شکریہ")]
    [InlineData("ይህ ዓረፍተ ነገር ነው።")]
    [InlineData("100% of them, and 5%2 is no number.")]
    [InlineData("Tel: the number stands in your form.")]
    [InlineData("I read file: the plan, and data: the table.")]
    [InlineData("A.B. Smith & Co. is on board, R&D too.")]
    [InlineData("We met in St.Gallen at 5 p.m. or so.")]
    [InlineData("Our account manager will help you.")]
    [InlineData("This is on account of the weather.")]
    [InlineData("See you soon... Best wishes.")]
    [InlineData("The ratio is 16:9 and the file is notes.txt.")]
    [InlineData("Ja. Com certeza, falamos em breve.")]
    [InlineData("Nous parlons. Net et clair.")]
    [InlineData("Etc. etc. and so on.")]
    public void Ordinary_text_is_neither_refused_nor_marked_for_it(string sentence)
    {
        string[] about =
        [
            FindingCodes.Link,
            FindingCodes.WordedLink,
            FindingCodes.Sensitive,
            FindingCodes.OtherAddress,
            FindingCodes.Placeholder,
        ];

        DraftCheck
            .Check(With(sentence), Facts)
            .Where(finding => about.Contains(finding.Code))
            .Select(finding => finding.Message)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Japanese_prose_of_a_model_is_no_link() =>
        Links.Suspected(CheckedText.SafeFold("東京のチームです。よろしく。デモをお願いします。")).ShouldBeEmpty();

    private static Draft With(string sentence) =>
        DraftComposer.Compose(
            new WrittenMessage("Your request", $"Hi Jane,\n\n{sentence}\n\n[[times]]\n\nBest regards,\nSam Rep\n", "test"),
            SomeDraft.Envelope,
            SomeDraft.Slots
        );

    private static string[] Found(string sentence, FindingSeverity severity) =>
        [.. DraftCheck.Check(With(sentence), Facts).Where(finding => finding.Severity == severity).Select(finding => finding.Code)];
}
