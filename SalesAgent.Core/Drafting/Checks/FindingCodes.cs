namespace SalesAgent.Core.Drafting.Checks;

internal static class FindingCodes
{
    public const string Recipient = "recipient";
    public const string Sender = "sender";
    public const string OtherAddress = "other-address";
    public const string Placeholder = "placeholder";
    public const string Times = "times";
    public const string Link = "link";
    public const string FakeReply = "fake-reply";
    public const string Empty = "empty";
    public const string HiddenCharacters = "hidden-characters";

    public const string Length = "length";
    public const string Subject = "subject";
    public const string Questions = "questions";
    public const string Commitment = "commitment";
    public const string Hype = "hype";
    public const string LongSentence = "long-sentence";
    public const string ClockTime = "clock-time";
    public const string WordedLink = "worded-link";
    public const string Sensitive = "sensitive";
}
