using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Forgetting.Traces;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Review;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Forgetting;

/// <summary>
/// Erases every trace of a person, again and again until none is left. What cannot be erased is told, once, and stays on the list.
/// </summary>
internal sealed partial class ForgetPerson(
    ForgetLedger ledger,
    ForgottenPeople forgotten,
    FindTraces find,
    RecordFates fates,
    ForgetLead forgetLead,
    IRecordStore store,
    SystemAudit audit,
    IReviewDesk desk,
    RepDirectory reps,
    TimeProvider time,
    ILogger<ForgetPerson> logger
) : IWorkHandler
{
    /// <summary>After so many tries it is left to the sweep, which has it tried each hour for as long as it takes.</summary>
    private const int Tries = 10;

    /// <summary>No pause of the queue is longer.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromHours(1.5);

    /// <summary>What is under way mostly ends before its claim does.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EachHour = TimeSpan.FromHours(1);

    public string Kind => LeadWork.ForgetPerson;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        var person = new PersonKey(item.Subject);
        switch (await GoOnAsync(person, cancellationToken))
        {
            case ForgetProgress.Waiting(var pause):
                return new WorkResult.Later("something about a lead is still under way", pause < LongestWait ? pause : LongestWait);
            case ForgetProgress.Left when attempt < Tries:
                return new WorkResult.Later("something outside could not be erased");
            case ForgetProgress.Left:
                await ledger.ChangeAsync(
                    person,
                    now => now is null ? null : now with { DueAt = time.GetUtcNow() + EachHour },
                    cancellationToken
                );
                return new WorkResult.Done();
            default:
                return new WorkResult.Done();
        }
    }

    /// <summary>Erases what can be erased now.</summary>
    public async Task<ForgetProgress> GoOnAsync(PersonKey person, CancellationToken cancellationToken)
    {
        if (await ledger.FindAsync(person, cancellationToken) is not { } request)
            return new ForgetProgress.Gone();

        request = await CompleteAsync(request, cancellationToken);
        var who = new ForgottenPerson(request.Person, request.At, request.By, request.ByName);
        var pause = TimeSpan.Zero;
        var problems = new List<string>();
        foreach (var lead in request.Leads)
        {
            switch (await forgetLead.DoAsync(LeadId.Parse(lead), who, cancellationToken))
            {
                case ForgetProgress.Waiting(var wait):
                    pause = wait > pause ? wait : pause;
                    break;
                case ForgetProgress.Left(var left):
                    problems.AddRange(left.Except(problems));
                    break;
                default:
                    break;
            }
        }

        // Whatever is left elsewhere: what was erased here is not to be found in the file either.
        await store.PurgeAsync(cancellationToken);
        if (pause > TimeSpan.Zero)
            return new ForgetProgress.Waiting(pause);
        if (problems.Count > 0)
            return await LeftAsync(request, problems, cancellationToken);

        foreach (var key in request.Keys)
            await fates.ForgetAsync(new PersonKey(key), cancellationToken);
        await audit.AppendAsync(AuditEvent.PersonForgotten(request.Person, request.By, request.Leads.Count), cancellationToken);
        if (!await ledger.RemoveAsync(request, cancellationToken))
            return new ForgetProgress.Waiting(TimeSpan.FromSeconds(1));

        Log.Forgotten(logger, request.Person, request.Leads.Count);
        if (reps.Find(request.By) is { } rep)
        {
            await TellAsync(
                [rep],
                $"{request.Name} is forgotten: nothing of them is left here, nor where I wrote something about them.",
                cancellationToken
            );
        }

        return new ForgetProgress.Gone();
    }

    /// <summary>
    /// With every key and lead there is by now. Who is known by a key is kept from coming in under it before their leads are looked for.
    /// </summary>
    private async Task<ForgetRequest> CompleteAsync(ForgetRequest request, CancellationToken cancellationToken)
    {
        var who = new ForgottenPerson(request.Person, request.At, request.By, request.ByName);
        while (true)
        {
            await forgotten.KeepAsync(request.Keys.Select(key => new PersonKey(key)), who, cancellationToken);
            var found = await find.OfAsync([.. request.Keys.Select(key => new PersonKey(key))], cancellationToken, request.MergedBy);
            var (keys, leads) = (
                found.Keys.Select(key => key.Value).Except(request.Keys).ToArray(),
                found.Leads.Select(lead => lead.Value).Except(request.Leads).ToArray()
            );
            var after = await ledger.ChangeAsync(
                new PersonKey(request.Person),
                now =>
                    now is null
                        ? null
                        : now with
                        {
                            Keys = [.. now.Keys.Union(keys)],
                            Leads = [.. now.Leads.Union(leads)],
                            DueAt = time.GetUtcNow() + LongestPause,
                        },
                cancellationToken
            );
            request = after ?? request;
            if (keys.Length == 0)
                return request;
        }
    }

    private async Task<ForgetProgress> LeftAsync(ForgetRequest request, List<string> problems, CancellationToken cancellationToken)
    {
        var isNews = !request.Left.SequenceEqual(problems);
        var after = await ledger.ChangeAsync(
            new PersonKey(request.Person),
            now => now is null ? null : now with { Left = problems },
            cancellationToken
        );
        Log.Left(logger, request.Person, problems.Count);

        // Whoever is at the command line reads it there; a privacy deletion in HubSpot has nobody who waits for an answer.
        if (isNews && after is not null)
        {
            await TellAsync(
                reps.Find(request.By) is { } rep ? [rep] : [.. reps.All.Where(one => one.Role is RepRole.Manager)],
                $"{after.Sentence}",
                cancellationToken
            );
        }

        return new ForgetProgress.Left(problems);
    }

    private async Task TellAsync(IReadOnlyList<Rep> people, ChatText text, CancellationToken cancellationToken)
    {
        foreach (var rep in people)
        {
            try
            {
                await desk.TellAsync(rep, text, cancellationToken);
            }
            catch (ConnectorException failure)
            {
                // `forget` without an address says the same to whoever asks.
                Log.NotTold(logger, failure);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Person {Person} is forgotten: {Leads} leads.")]
        public static partial void Forgotten(ILogger logger, string person, int leads);

        [LoggerMessage(2, LogLevel.Warning, "Person {Person} is not forgotten everywhere yet: {Count} traces could not be erased.")]
        public static partial void Left(ILogger logger, string person, int count);

        [LoggerMessage(3, LogLevel.Warning, "Whoever asked to forget somebody could not be told how it stands.")]
        public static partial void NotTold(ILogger logger, Exception exception);
    }
}
