using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Forgetting.Traces;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Forgetting;

/// <summary>
/// Forgets one lead: stops what works on it, waits until nothing of that can be under way outside, erases what is stored, then what is
/// outside. Safe to repeat at any point; each point is told from what is stored.
/// </summary>
internal sealed class ForgetLead(
    LeadRecords records,
    LeadRemains remains,
    LostWrites lost,
    EraseOutside outside,
    OpenLedger ledger,
    OpenReviews open,
    LeadClaims claims,
    TimeProvider time
)
{
    /// <summary>
    /// How long a card may be on its way to Teams without anybody having claimed the lead. Longer than any one call to the outside.
    /// </summary>
    private static readonly TimeSpan CardsOnTheirWay = TimeSpan.FromSeconds(30);

    public async Task<ForgetProgress> DoAsync(LeadId id, ForgottenPerson person, CancellationToken cancellationToken)
    {
        var told = AuditEvent.LeadForgotten(id.Value, person.By, person.Person);
        while (await records.FindAsync(id, cancellationToken) is { } state)
        {
            try
            {
                state = await records.ChangeAsync(
                    state,
                    now => now.IsBeingForgotten ? null : new LeadChange { ForgettingSince = time.GetUtcNow() },
                    cancellationToken
                );
                if (UnderWayFor(state) is { Ticks: > 0 } wait)
                    return new ForgetProgress.Waiting(wait);

                var entries = await records.AuditEntriesAsync(id, cancellationToken);
                var known = LeadTraces.Of(state, [.. entries.Select(row => AuditEntry.TryRead(row.Body)).OfType<AuditEntry>()]);
                await remains.EraseAsync(state, await lost.AddedToAsync(known, state, cancellationToken), told, cancellationToken);
            }
            catch (ConnectorException failure)
            {
                // Until it is known what there is, the address to look for it by is needed.
                return new ForgetProgress.Left([
                    $"What a lead may have written to {failure.ConnectorName} could not be looked for ({failure.Kind.Text()}), so the lead is kept until then.{failure.Remedy()}",
                ]);
            }
            catch (LeadGoneException)
            {
                // Somebody else is at it as well.
            }
        }

        if (await records.FindChainAsync(id, cancellationToken) is null)
            await remains.BlockAsync(id, told, cancellationToken);
        if (await records.FindChainAsync(id, cancellationToken) is { } chain)
            await ledger.SettleAsync(id, chain, cancellationToken);
        if (await remains.FindAsync(id, cancellationToken) is not var (traces, version))
            return new ForgetProgress.Gone();

        if (traces.RepId is { } rep)
            await open.RemoveAsync(rep, id, cancellationToken);
        var (rest, problems) = await outside.DoAsync(traces, person, cancellationToken);
        await remains.SettleAsync(id, rest, version, cancellationToken);
        return rest.IsEmpty ? new ForgetProgress.Gone() : new ForgetProgress.Left(problems);
    }

    /// <summary>Nobody claims a lead to post its card, so this counts as a claim.</summary>
    private static LeadClaim? CardOnItsWay(LeadState state) =>
        state is { ForgettingSince: { } since, Review: { } review } && review.ShownRevision < review.Revision
            ? new LeadClaim("card", since, null, (int)CardsOnTheirWay.TotalSeconds)
            : null;

    /// <summary>How long something may still be written outside by whoever was at it when the lead was marked.</summary>
    private TimeSpan UnderWayFor(LeadState state)
    {
        var id = state.Lead.Id;
        TimeSpan[] left =
        [
            claims.LeftOf(LeadClaims.Run(id), state.Run.Claim, writes: true),
            claims.LeftOf(LeadClaims.Decision(id), state.Review?.CarriedOut.Claim, writes: true),
            claims.LeftOf(LeadClaims.Holds(id), state.Review?.Holds?.Claim, writes: true),
            claims.LeftOf(LeadClaims.Cards(id), CardOnItsWay(state), writes: true),
        ];
        return left.Max();
    }
}
