using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Records;

namespace SalesAgent.Tests.Evidence;

public sealed class LeadStoryTests : IAsyncDisposable
{
    private readonly LeadsUnderTest leads = new();

    public ValueTask DisposeAsync() => leads.DisposeAsync();

    [Theory]
    [InlineData("{\"not\":\"an entry\"}")]
    [InlineData("nonsense")]
    public async Task A_story_with_an_entry_that_was_overwritten_is_told_with_its_fault(string body)
    {
        var id = await leads.AcceptedAsync(leads.Form());
        await leads.Store.CommitAsync($"lead:{id}", [new RecordOperation.Put("audit.000001", body)], CancellationToken.None);

        var story = (await LeadStory.ReadAsync(leads.Records, id, CancellationToken.None))!;

        story.Fault.ShouldBe("entry 1 was changed: it cannot be read");
        story.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_story_whose_sealed_text_was_tampered_with_is_told_with_its_fault()
    {
        var id = await leads.AcceptedAsync(leads.Form());
        var row = (await leads.Records.AuditEntriesAsync(id, CancellationToken.None)).ShouldHaveSingleItem();
        var other = (
            await leads.Records.AuditEntriesAsync(await leads.AcceptedAsync(leads.Form(email: "omar@acme.example")), CancellationToken.None)
        ).ShouldHaveSingleItem();
        await leads.Store.CommitAsync(
            $"lead:{id}",
            [new RecordOperation.Replace(row.Key, other.Body, row.Version)],
            CancellationToken.None
        );

        var story = (await LeadStory.ReadAsync(leads.Records, id, CancellationToken.None))!;

        story.Fault.ShouldBe("entry 1 was changed");
        story.Lines.ShouldHaveSingleItem().Details.ShouldBeNull();
    }

    [Fact]
    public async Task There_is_no_story_of_an_unknown_lead() =>
        (await LeadStory.ReadAsync(leads.Records, LeadId.Parse("0123456789abcdefghjk"), CancellationToken.None)).ShouldBeNull();
}
