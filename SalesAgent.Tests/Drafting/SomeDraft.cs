using SalesAgent.Core.Drafting;

namespace SalesAgent.Tests.Drafting;

internal static class SomeDraft
{
    public const string Contact = "jane@contoso.example";
    public const string Rep = "sam@example.com";

    public static MailEnvelope Envelope { get; } =
        new()
        {
            To = Contact,
            ToName = "Jane Doe",
            From = Rep,
            FromName = "Sam Rep",
        };

    public static IReadOnlyList<Slot> Slots { get; } = [At(24, 10), At(25, 14), At(26, 16)];

    public static Slot At(int day, int hour)
    {
        var start = new DateTimeOffset(2026, 11, day, hour, 0, 0, TimeSpan.FromHours(-5));
        return new Slot(start, start.AddMinutes(30), "America/New_York");
    }

    public static MessageBrief Brief { get; } =
        new()
        {
            RepName = "Sam Rep",
            FirstName = "Jane",
            Company = "Contoso",
            FormName = "Request a demo",
            TheirMessage = "Hi, we need to onboard 40 engineers this winter. Can you help with that?",
            OffersTimes = true,
            Now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero),
        };
}
