using Microsoft.Bot.Builder;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary>The leads that a command is about, by the address behind it.</summary>
internal sealed class LeadsOfPerson(LeadRecords leads, PersonLeads people, PersonKeys keys, RefusalTrail refusals, ChatReply reply)
{
    /// <summary>Leads about the person, newest first, that this rep may see; says why when there are none.</summary>
    public async Task<IReadOnlyList<LeadState>?> NewestAsync(
        ITurnContext turn,
        Rep rep,
        ChatCommand command,
        string argument,
        CancellationToken cancellationToken
    )
    {
        if (ProspectLine.Read(argument).People is not [var person, ..])
        {
            await reply.SayAsync(turn, $"Whose drafts? Type `{command.Usage}`.", cancellationToken);
            return null;
        }

        LeadId? denied = null;
        var states = new List<LeadState>();
        foreach (var id in await people.OfAsync(keys.ForEmail(person.Email), cancellationToken))
        {
            if (await leads.FindAsync(id, cancellationToken) is not { Run.MergedInto: null, IsBeingForgotten: false } state)
                continue;

            if (MaySee(rep, state))
                states.Add(state);
            else
                denied = id;
        }

        states.Sort((a, b) => b.Lead.ReceivedAt.CompareTo(a.Lead.ReceivedAt));
        if (states.Count > 0)
            return states;

        if (denied is not null)
            await refusals.OfPersonAsync(RefusalKind.Command, RefusalReason.NotTheirs, rep.Id, denied?.Value);

        await reply.SayAsync(turn, $"I know of no lead of yours with the address `{person.Email}`.", cancellationToken);
        return null;
    }

    /// <summary>As long as it is not known whose lead it is, it is that of whoever asked for it, and else nobody's.</summary>
    public static bool MaySee(Rep rep, LeadState state) =>
        RepDirectory.MayDecide(rep, state.Run.Dossier.RepId ?? state.Lead.Incoming.RequestedBy ?? "");
}
