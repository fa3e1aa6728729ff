using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Drafting;

namespace SalesAgent.Tests.Holds;

/// <summary>A lead with a draft in the mailbox that offers <see cref="SomeDraft.Slots"/> unless told otherwise.</summary>
internal static class SomeHolds
{
    private static readonly DateTimeOffset Received = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static LeadState State(
        ReviewState review,
        IReadOnlyList<Slot>? times = null,
        int version = 1,
        bool isWritten = true,
        IReadOnlyList<HeldTime>? holds = null
    )
    {
        var draft = DraftComposer.Compose(
            new WrittenMessage("Hello", "Hi\n\n[[times]]\n", "template:test"),
            SomeDraft.Envelope,
            times ?? SomeDraft.Slots
        ) with
        {
            Version = version,
        };
        return new LeadState
        {
            Lead = new Lead(
                "0123456789abcdefghjk",
                "person1",
                new IncomingLead
                {
                    Source = LeadSource.Chat,
                    EventKey = "1",
                    OccurredAt = Received,
                    PortalId = 1,
                },
                Received
            ),
            Run = Run.Begin(Received) with
            {
                Dossier = new Dossier
                {
                    Prospect = new Prospect { Email = SomeDraft.Contact, FirstName = "https://evil.example" },
                    Draft = draft,
                    WrittenDraft = isWritten ? draft : null,
                },
            },
            Review = new LeadReview
            {
                Nonce = "n",
                State = review,
                Revision = 1,
                Holds = holds is null ? null : new LeadHolds(holds),
            },
            Audit = AuditChain.Begin(),
            Versions = new Dictionary<string, string>(),
        };
    }
}
