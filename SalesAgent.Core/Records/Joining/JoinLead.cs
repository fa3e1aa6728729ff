using SalesAgent.Core.Audit;
using SalesAgent.Core.Records.Ledger;

namespace SalesAgent.Core.Records.Joining;

/// <summary>Adds to a lead what came in later about the same person, and has its run go on with that.</summary>
public sealed class JoinLead(LeadRecords records, LeadWork work, OpenLedger ledger)
{
    /// <summary>A lead joins another, which may have joined a third since; more in a row do not come about.</summary>
    private const int MostJoins = 5;

    /// <summary>The lead that this one has become part of, or itself. Null when that was forgotten.</summary>
    public async Task<LeadState?> HolderOfAsync(LeadState state, CancellationToken cancellationToken)
    {
        for (var joins = 0; joins < MostJoins && state.Run.MergedInto is { } other; joins++)
        {
            if (await records.FindAsync(LeadId.Parse(other), cancellationToken) is not { } holder)
                return null;
            state = holder;
        }

        return state;
    }

    /// <summary>Safe to repeat: what is known already is not added again.</summary>
    /// <returns>False when none of it is new, or the lead is about to be forgotten.</returns>
    public async Task<bool> AddAsync(LeadState known, IReadOnlyList<IncomingLead> signs, CancellationToken cancellationToken)
    {
        if (known.IsBeingForgotten || LaterSigns.With(known, signs) is null)
            return false;

        // The queue is told first, as ever: should we die after the commit, the run goes on with it all the same.
        var id = LeadId.Parse(known.Lead.Id);
        var noted = ledger.NoteAsync(id, cancellationToken);
        var item = await work.TakeUpAsync(LeadWork.RunLead, id, cancellationToken, signs.Any(sign => sign.IsUrgent));
        await noted;
        try
        {
            await records.ChangeAsync(
                known,
                now =>
                    !now.IsBeingForgotten && LaterSigns.With(now, signs) is { } later
                        ? new LeadChange
                        {
                            Later = later,
                            Events = [.. signs.Where(sign => !sign.IsPointer).Select(sign => Told(now.Lead.Id, sign))],
                        }
                        : null,
                cancellationToken
            );
        }
        catch (LeadGoneException)
        {
            return false;
        }

        await work.GoOnAsync(item, cancellationToken);
        return true;
    }

    /// <summary>How the audit tells of a sign of a lead.</summary>
    public static AuditEvent Told(string lead, IncomingLead incoming) =>
        AuditEvent.ProspectIntake(
            lead,
            incoming.Source is LeadSource.Chat ? incoming.RequestedBy ?? AuditEvent.Ourselves : "hubspot",
            incoming.Source.ToString(),
            incoming.Email ?? $"contact {incoming.ContactId}"
        );
}
