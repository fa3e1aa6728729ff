namespace SalesAgent.Core.Drafting.Writing;

/// <summary>Made-up briefs that templates are tried out with.</summary>
internal static class SampleBriefs
{
    private const int Optional = 7;

    /// <summary>Every combination of what may be missing.</summary>
    public static IEnumerable<MessageBrief> For(MailKind kind)
    {
        for (var bits = 0; bits < 1 << Optional; bits++)
        {
            var mask = bits;
            bool Has(int bit) => (mask & (1 << bit)) != 0;

            yield return new MessageBrief
            {
                RepName = "Sam Rep",
                FirstName = Has(0) ? "Jane" : null,
                Company = Has(1) ? "Contoso" : null,
                JobTitle = Has(2) ? "Head of Operations" : null,
                FormName = Has(3) ? "Request a demo" : null,
                TheirMessage = Has(4) ? "We would like to see how it works." : null,
                LastMailAt = Has(5) ? DateTimeOffset.UnixEpoch : null,
                OffersTimes = Has(6),
                ThreadSubject = MailKinds.Continues(kind) ? "Our talk" : null,
                LastMailWasTheirs = kind is MailKind.Reply,
                Now = DateTimeOffset.UnixEpoch.AddDays(3),
            };
        }
    }

    public static string Describe(MessageBrief brief)
    {
        var there = new (string Name, bool There)[]
        {
            ("firstName", brief.FirstName is not null),
            ("company", brief.Company is not null),
            ("jobTitle", brief.JobTitle is not null),
            ("formName", brief.FormName is not null),
            ("quote", brief.TheirMessage is not null),
            ("lastMailDate", brief.LastMailAt is not null),
            (TemplateValues.Times, brief.OffersTimes),
        };
        var names = there.Where(value => value.There).Select(value => value.Name).ToArray();
        return names.Length == 0 ? "with every value missing" : $"with only {string.Join(", ", names)} there";
    }
}
