using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Storage;

namespace SalesAgent.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly AuditChain chain;
    private readonly List<StoredRecord> stored;

    /// <summary>Four entries in two commits.</summary>
    public AuditChainTests()
    {
        var (first, begun) = AuditChain
            .Begin()
            .Append(
                [AuditEvent.ProspectIntake("lead1", "hubspot", "Form", "jane@acme.example"), AuditEvent.TaskCreated("lead1", "t1")],
                Now
            );
        var (second, gone) = first.Append(
            [AuditEvent.NoteCreated("lead1", "n1", "created"), AuditEvent.RunEnded("lead1", "create_draft", "Jane's mailbox is full")],
            Now
        );
        chain = second;
        stored = [.. begun.Concat(gone).Cast<RecordOperation.Add>().Select(add => new StoredRecord(add.Key, add.Body, "1"))];
    }

    [Fact]
    public void Entries_continue_each_other_over_commits()
    {
        var entries = stored.Select(row => JsonNode.Parse(row.Body)!).ToArray();

        entries.Select(entry => (int)entry["sequence"]!).ShouldBe([1, 2, 3, 4]);
        ((string?)entries[0]["previous_hash"]).ShouldBe(AuditChain.FirstPreviousHash);
        entries.Select(entry => (string?)entry["previous_hash"]).Distinct().Count().ShouldBe(4);
        stored.Select(row => row.Key).ShouldBe(["audit.000001", "audit.000002", "audit.000003", "audit.000004"]);
        (chain.Count, chain.FindFault(stored)).ShouldBe((4, null));
    }

    [Fact]
    public void Keys_sort_as_the_entries_were_written()
    {
        var many = Enumerable.Repeat(AuditEvent.TaskCreated("lead1", "t"), 60).ToArray();
        var (_, first) = AuditChain.Begin().Append(many, Now);

        first.Select(operation => operation.Key).ShouldBe(first.Select(operation => operation.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Details_are_sealed_and_opened_with_the_key_of_their_chain_only()
    {
        var details = DetailsOf(0);

        stored[0].Body.ShouldNotContain("jane");
        chain.Open(details).ShouldBe("jane@acme.example");
        AuditChain.Begin().Open(details).ShouldBeNull();
    }

    [Fact]
    public void The_same_details_never_look_the_same_twice()
    {
        var (_, operations) = chain.Append(
            [AuditEvent.ProspectIntake("l", "hubspot", "Form", "x"), AuditEvent.ProspectIntake("l", "hubspot", "Form", "x")],
            Now
        );

        operations.Cast<RecordOperation.Add>().Select(add => (string)JsonNode.Parse(add.Body)!["details"]!).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Without_the_key_details_are_unreadable_and_the_chain_still_verifies_and_grows()
    {
        var forgotten = chain with { SealKey = null };

        forgotten.Open(DetailsOf(0)).ShouldBeNull();
        forgotten.FindFault(stored).ShouldBeNull();

        var (after, operations) = forgotten.Append([AuditEvent.ProspectIntake("lead1", "hubspot", "Form", "omar@acme.example")], Now);
        var added = (RecordOperation.Add)operations.ShouldHaveSingleItem();
        JsonNode.Parse(added.Body)!["details"].ShouldBeNull();
        after.FindFault([.. stored, new StoredRecord(added.Key, added.Body, "1")]).ShouldBeNull();
    }

    [Theory]
    [InlineData("actor")]
    [InlineData("previous_hash")]
    public void An_edited_entry_is_named(string field)
    {
        for (var edited = 0; edited < 4; edited++)
        {
            var before = stored[edited];
            Edit(edited, entry => entry[field] = "somebody-else");

            chain.FindFault(stored).ShouldBe($"entry {edited + 1} was changed");
            stored[edited] = before;
        }
    }

    [Fact]
    public void An_edit_of_the_newest_entry_is_found()
    {
        Edit(3, entry => entry["status"] = "success");

        chain.FindFault(stored).ShouldBe("entry 4 was changed");
    }

    [Theory]
    [InlineData("\"not an entry\"")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"sequence\":2}")]
    public void An_entry_that_cannot_be_read_any_more_is_named(string body)
    {
        stored[1] = stored[1] with { Body = body };

        chain.FindFault(stored).ShouldBe("entry 2 was changed: it cannot be read");
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("no base64!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Details_that_were_changed_open_to_nothing(string details)
    {
        Edit(0, entry => entry["details"] = details);

        chain.Open(DetailsOf(0)).ShouldBeNull();
        chain.FindFault(stored).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_removed_entry_is_named(int removed)
    {
        stored.RemoveAt(removed);

        chain.FindFault(stored).ShouldBe($"entry {removed + 1} is missing");
    }

    [Fact]
    public void A_chain_that_was_cut_off_is_found()
    {
        stored.RemoveAt(3);

        chain.FindFault(stored).ShouldBe("4 entries were written, 3 are there");
        chain.FindFault([]).ShouldBe("4 entries were written, 0 are there");
    }

    [Fact]
    public void Entries_that_changed_places_are_found()
    {
        (stored[1], stored[2]) = (stored[1] with { Body = stored[2].Body }, stored[2] with { Body = stored[1].Body });

        chain.FindFault(stored).ShouldBe("entry 2 is out of order");
    }

    [Fact]
    public void An_entry_that_was_slipped_in_at_the_end_is_found()
    {
        var (_, forged) = chain.Append([AuditEvent.TaskCreated("lead1", "forged")], Now);
        var added = (RecordOperation.Add)forged.ShouldHaveSingleItem();

        chain.FindFault([.. stored, new StoredRecord(added.Key, added.Body, "1")]).ShouldBe("4 entries were written, 5 are there");
    }

    private string? DetailsOf(int entry) => (string?)JsonNode.Parse(stored[entry].Body)!["details"];

    private void Edit(int entry, Action<JsonObject> edit)
    {
        var body = JsonNode.Parse(stored[entry].Body)!.AsObject();
        edit(body);
        stored[entry] = stored[entry] with { Body = body.ToJsonString() };
    }
}
