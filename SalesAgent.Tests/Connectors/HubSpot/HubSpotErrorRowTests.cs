using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Connectors.HubSpot;

public sealed class HubSpotErrorRowTests : ErrorRowContract
{
    public static TheoryData<string> Rows => ErrorRow.Names("HubSpot");

    protected override string Connector => "hubspot";

    protected override (string Call, Func<Task> Ask) Reading =>
        ("GET /h/crm/objects/2026-09/contacts/151", () => HubSpot.FindContactAsync(new ContactId(151), Now));

    protected override (string Call, Func<Task> Ask) Writing =>
        (
            "POST /h/crm/objects/2026-09/tasks",
            () =>
                HubSpot.CreateTaskAsync(
                    new NewTask
                    {
                        Contact = new ContactId(151),
                        Subject = "Review",
                        Text = new TimelineText { Reference = "RLY-7F3A2" },
                        DueAt = Today,
                    },
                    Now
                )
        );

    [Theory, MemberData(nameof(Rows))]
    public Task Every_row_means_what_the_reference_says(string row) => HoldsAsync(ErrorRow.Find("HubSpot", row));

    [Fact]
    public async Task A_contact_that_is_not_there_is_none()
    {
        Wire.On(Reading.Call, ErrorRow.Find("HubSpot", "404 OBJECT_NOT_FOUND").Answer);

        (await HubSpot.FindContactAsync(new ContactId(151), Now)).ShouldBeNull();
    }

    [Fact]
    public async Task The_call_can_be_named_to_their_support()
    {
        Wire.On(Reading.Call, ErrorRow.Find("HubSpot", "400 VALIDATION_ERROR").Answer);

        var failure = await Should.ThrowAsync<ConnectorException>(Reading.Ask);

        (failure.CorrelationId, failure.Operation).ShouldBe(("43d75a5d-4c4b-4b3a-9b8c-aeeec7eb5797", "Reading a contact"));
    }
}
