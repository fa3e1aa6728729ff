using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.Samples;

public sealed class SampleDataTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 30, 12, TimeSpan.Zero);

    [Fact]
    public void The_same_clock_gives_the_same_document()
    {
        SampleData.At(Now).ExportJson().ShouldBe(SampleData.At(Now.AddMilliseconds(400)).ExportJson());
        SampleData.At(Now).ExportJson().ShouldNotBe(SampleData.At(Now.AddDays(1)).ExportJson());
    }

    [Fact]
    public void The_document_has_the_eight_categories_and_enough_in_each()
    {
        var document = JsonNode.Parse(SampleData.At(Now).ExportJson())!.AsObject();
        document
            .Select(one => one.Key)
            .ShouldBe([
                "prospects",
                "formSubmissions",
                "gmailThreads",
                "calendarSlots",
                "drafts",
                "hubSpotTasks",
                "prospectingMessages",
                "auditEvents",
            ]);
        document["prospects"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(5);
        document["formSubmissions"]!.AsArray().Count.ShouldBe(3);
        foreach (var (name, items) in document)
            items!.AsArray().Count.ShouldBeGreaterThan(0, name);
    }

    [Fact]
    public void A_signed_sample_body_carries_the_signature_of_its_own_bytes()
    {
        var signed = JsonNode.Parse(SampleData.At(Now).ExportJson())!["formSubmissions"]![2]!["workflow"]!;
        var headers = signed["headers"]!;
        headers["X-HubSpot-Signature-v3"]!
            .GetValue<string>()
            .ShouldBe(
                SandboxHubSpot.SignatureV3(
                    SandboxCredentials.HubSpotClientSecret,
                    "POST",
                    signed["uri"]!.GetValue<string>(),
                    signed["body"]!.GetValue<string>(),
                    headers["X-HubSpot-Request-Timestamp"]!.GetValue<string>()
                )
            );
    }

    [Fact]
    public void Every_address_is_under_a_reserved_domain()
    {
        var addresses = System
            .Text.RegularExpressions.Regex.Matches(SampleData.At(Now).ExportJson(), @"[\w.+-]+@[\w.-]+\w")
            .Select(match => match.Value)
            .Distinct()
            .ToList();
        addresses.Count.ShouldBeGreaterThan(5);
        addresses.ShouldAllBe(address =>
            address.EndsWith(".example", StringComparison.Ordinal) || address.EndsWith(".test", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Each_rep_has_ten_business_days_planned_on_their_own_clock()
    {
        var appointments = SampleData.At(Now).Appointments;
        foreach (var rep in SamplePeople.Reps)
        {
            var own = appointments.Where(one => one.Owner == rep).ToList();
            own.Select(one => DateOnly.FromDateTime(one.Start.DateTime)).Distinct().Count().ShouldBe(10);
            own.ShouldAllBe(one => one.Start.DayOfWeek != DayOfWeek.Saturday && one.Start.DayOfWeek != DayOfWeek.Sunday);
            own.ShouldAllBe(one => one.Start.Offset == TimeZoneInfo.FindSystemTimeZoneById(rep.TimeZone).GetUtcOffset(one.Start));
        }
    }

    [Fact]
    public async Task Two_worlds_at_the_same_instant_have_the_same_ids()
    {
        await using var one = await RunningSandbox.StartAsync(time: new FakeTimeProvider(Now));
        await using var other = await RunningSandbox.StartAsync(time: new FakeTimeProvider(Now));
        const string drafts = "/gmail/v1/users/me/drafts";
        (await one.GetAsync(drafts)).Body.ShouldBe((await other.GetAsync(drafts)).Body);
        (await one.GetAsync("/gmail/v1/users/me/threads")).Body.ShouldBe((await other.GetAsync("/gmail/v1/users/me/threads")).Body);
        one.World.HubSpot.Count("contacts").ShouldBe(4);
        one.World.HubSpot.ContactByEmail(SampleProspect.Zoe.Email)!["lastname"].ShouldBe("田中");
        one.World.HubSpot.ContactByEmail(SampleProspect.Ines.Email).ShouldBeNull();
    }
}
