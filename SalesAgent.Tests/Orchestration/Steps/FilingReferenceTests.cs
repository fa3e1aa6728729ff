using SalesAgent.Core.People;
using SalesAgent.Core.Records;

namespace SalesAgent.Tests.Orchestration.Steps;

public sealed class FilingReferenceTests
{
    private static readonly PersonKey Jane = new("0123456789abcdef0123456789abcdef");

    [Fact]
    public void Leads_of_one_second_have_references_of_their_own()
    {
        var leads = Enumerable.Range(0, 10_000).Select(number => LeadId.From(Jane, $"form:{number}", DateTimeOffset.UnixEpoch));

        leads.Select(lead => FilingReference.For(lead.Value, "TASK")).ShouldBeUnique();
    }

    [Fact]
    public void A_reference_is_short_and_upper_case_and_says_what_it_is_about() =>
        FilingReference.For(LeadId.From(Jane, "form:1", DateTimeOffset.UnixEpoch).Value, "NOTE").ShouldMatch("^SA-[0-9A-Z]{12}-NOTE$", "");
}
