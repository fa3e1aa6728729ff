using System.Text.Json;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Tests.Records.Runs;

public sealed class DossierTests
{
    private const string Words = "Would Tuesday suit you?";

    [Fact]
    public void A_draft_that_lies_in_the_mailbox_as_it_is_is_stored_once()
    {
        var draft = DraftOf(1);

        var (json, read) = Stored(new Dossier { Draft = draft, WrittenDraft = draft });

        json.Split(Words).Length.ShouldBe(2, json);
        read.WrittenDraft!.Body.ShouldBe(Words);
        var (again, _) = Stored(read);
        again.ShouldBe(json);
    }

    [Fact]
    public void A_newer_draft_leaves_the_one_in_the_mailbox_what_it_was()
    {
        var draft = DraftOf(1);
        var (_, first) = Stored(new Dossier { Draft = draft, WrittenDraft = draft });

        var (_, read) = Stored(first with { Draft = DraftOf(2) });

        (read.Draft!.Version, read.WrittenDraft!.Version).ShouldBe((2, 1));
        read.AsWritten().Draft!.Version.ShouldBe(1);
    }

    [Fact]
    public void Without_a_draft_in_the_mailbox_there_is_none() =>
        Stored(new Dossier { Draft = DraftOf(1) }).Read.WrittenDraft.ShouldBeNull();

    private static (string Json, Dossier Read) Stored(Dossier dossier)
    {
        var json = JsonSerializer.Serialize(dossier, LeadJson.Default.Dossier);
        return (json, JsonSerializer.Deserialize(json, LeadJson.Default.Dossier)!);
    }

    private static Draft DraftOf(int version) =>
        new()
        {
            Version = version,
            To = "jane@acme.test",
            From = "rita@sales.test",
            FromName = "Rita",
            Subject = "Pumps",
            Body = Words,
            TextWithMarker = "",
            Times = [],
            ContentHash = "",
        };
}
