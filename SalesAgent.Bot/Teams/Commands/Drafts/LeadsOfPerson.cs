using Microsoft.Bot.Builder;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary>The leads that a command is about, by the address behind it.</summary>
internal sealed class LeadsOfPerson(LeadRecords leads, PersonLeads people, PersonKeys keys, RefusalTrail refusals, ChatReply reply)
{
    /// <summary>At once: each is read, and shown or told of.</summary>
    private const int MostPeople = 10;

    /// <summary>The leads of each person named, newest first, of those that this rep may see; what was not found is said.</summary>
    /// <returns>Each address with its leads, and a sentence for each that has none; null when it has been said what is wrong.</returns>
    public async Task<Found?> NewestAsync(
        ITurnContext turn,
        Rep rep,
        ChatCommand command,
        string argument,
        CancellationToken cancellationToken
    )
    {
        var reading = ProspectLine.Read(argument);
        string[] other = [.. reading.Unusable, .. reading.Unread];
        if (reading.People.Count is 0 or > MostPeople)
        {
            await reply.SayAsync(
                turn,
                (reading.People.Count, other.Length) switch
                {
                    (0, 0) => $"Whose drafts? Type `{command.Usage}`.",
                    (0, _) => $"Whose drafts? There is no address in {ChatText.Codes(other)}: type `{command.Usage}`.",
                    _ => $"That is {reading.People.Count} people; {MostPeople} at a time, please.",
                },
                cancellationToken
            );
            return null;
        }

        var (found, missing) = (new List<(string, IReadOnlyList<LeadState>)>(), new List<ChatText>());
        foreach (var person in reading.People)
        {
            if (await OfAsync(rep, person.Email, cancellationToken) is { Count: > 0 } states)
                found.Add((person.Email, states));
            else
                missing.Add($"I know of no lead of yours with the address `{person.Email}`.");
        }

        missing.AddRange(other.Select(word => (ChatText)$"`{word}` is no address."));
        if (found.Count > 0)
            return new Found(found, missing);

        await reply.SayAsync(turn, ChatText.Sentences(missing), cancellationToken);
        return null;
    }

    private async Task<List<LeadState>> OfAsync(Rep rep, string email, CancellationToken cancellationToken)
    {
        LeadId? denied = null;
        var states = new List<LeadState>();
        foreach (var id in await people.OfAsync(keys.ForEmail(email), cancellationToken))
        {
            if (await leads.FindAsync(id, cancellationToken) is not { Run.MergedInto: null, IsBeingForgotten: false } state)
                continue;

            if (MaySee(rep, state))
                states.Add(state);
            else
                denied = id;
        }

        if (states.Count == 0 && denied is not null)
            await refusals.OfPersonAsync(RefusalKind.Command, RefusalReason.NotTheirs, rep.Id, denied?.Value);
        states.Sort((a, b) => b.Lead.ReceivedAt.CompareTo(a.Lead.ReceivedAt));
        return states;
    }

    /// <param name="Missing">A sentence for each that was named and has none.</param>
    internal sealed record Found(IReadOnlyList<(string Email, IReadOnlyList<LeadState> Leads)> People, IReadOnlyList<ChatText> Missing);

    /// <summary>As long as it is not known whose lead it is, it is that of whoever asked for it, and else nobody's.</summary>
    public static bool MaySee(Rep rep, LeadState state) =>
        RepDirectory.MayDecide(rep, state.Run.Dossier.RepId ?? state.Lead.Incoming.RequestedBy ?? "");
}
