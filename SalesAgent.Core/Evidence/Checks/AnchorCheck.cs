using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Anchors;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Evidence.Checks;

/// <summary>The chain of anchors, looked through: whether it is whole, and those of its anchors that can be relied on.</summary>
internal sealed class AnchorCheck
{
    /// <summary>What the chain of anchors is called where chains of leads are called by their ids.</summary>
    public const string ChainName = "anchors";

    private readonly List<Anchor> trusted = [];
    private readonly Dictionary<int, (string Hash, DateOnly Day)> system = [];

    private AnchorCheck() { }

    /// <summary>As they were written, in the order of their days.</summary>
    public IReadOnlyList<Anchor> Trusted => trusted;

    /// <summary>What they say about the chain that is about no single lead: by number of its entries, when it had so many first.</summary>
    public IReadOnlyDictionary<int, (string Hash, DateOnly Day)> System => system;

    public int Count { get; private set; }

    public DateOnly? Until { get; private set; }

    public string? LastHash { get; private set; }

    public static async Task<AnchorCheck> ReadAsync(AnchorBook book, AuditFindings found, CancellationToken cancellationToken)
    {
        var check = new AnchorCheck();

        // The end first: an anchor that is made meanwhile is one too many and not one too few.
        var row = await book.FindEndAsync(cancellationToken);
        var end = row is null ? null : book.ReadEnd(row);
        var isEndThere = false;
        var isWhole = true;
        await foreach (var stored in book.EachAsync(cancellationToken))
        {
            var fault = check.FaultOf(book, stored, isWhole);
            if (fault is not null)
                found.Add(new AuditFault(ChainName, fault));
            isWhole = fault is null;
            isEndThere |= end is not null && stored.Key == AnchorBook.KeyOf(end.Day) && check.LastHash == end.Hash;
        }

        if (row is null && check.Count > 0)
        {
            found.Add(new AuditFault(ChainName, "the end of the chain is missing"));
        }
        else if (row is not null && end is null)
        {
            found.Add(new AuditFault(ChainName, "the end of the chain was changed, or written with another SecretKey"));
        }
        else if (end is not null && !isEndThere)
        {
            found.Add(
                new AuditFault(
                    ChainName,
                    check.Until < end.Day || check.Count == 0
                        ? $"the anchors up to {VerifyAudit.Text(end.Day)} are missing{(check.Until is { } last ? $" after {VerifyAudit.Text(last)}" : "")}"
                        : $"the anchor of {VerifyAudit.Text(end.Day)} is not the one that was written"
                )
            );
        }

        return check;
    }

    /// <param name="isWhole">The one before was as it was written: what does not continue it was changed itself.</param>
    private string? FaultOf(AnchorBook book, StoredRecord stored, bool isWhole)
    {
        var (before, previous) = (Until, LastHash ?? AuditChain.FirstPreviousHash);
        Count++;
        LastHash = AuditChain.HashOf(stored.Body);
        if (AnchorBook.TryRead(stored.Body) is not { } anchor || stored.Key != AnchorBook.KeyOf(anchor.Day))
        {
            Until = before?.AddDays(1);
            return $"the anchor {stored.Key} was changed: it is none, or of another day";
        }

        Until = anchor.Day;
        if (!book.IsSealed(anchor))
            return $"the anchor of {VerifyAudit.Text(anchor.Day)} was changed, or written with another SecretKey";

        trusted.Add(anchor);
        system.TryAdd(anchor.System.Count, (anchor.System.Hash, anchor.Day));
        if (before is null && Count == 1)
            return anchor.PreviousHash == previous ? null : $"the anchors before {VerifyAudit.Text(anchor.Day)} are missing";
        if (before is { } last && anchor.Day != last.AddDays(1))
            return $"the anchor of {VerifyAudit.Text(last.AddDays(1))} is missing";
        return anchor.PreviousHash == previous || !isWhole
            ? null
            : $"the anchor of {VerifyAudit.Text(anchor.Day)} does not continue the one before";
    }
}
