using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Audit.Refusals;

/// <summary>
/// The trace of whatever was refused: each one is counted as a metric, and told in the audit and the log, the first of its kind at once and
/// the rest as a count when a window ends. What can be written is bounded for each person and over all, so a flood costs a few entries.
/// </summary>
public sealed partial class RefusalTrail(SystemAudit audit, TimeProvider time, ILogger<RefusalTrail> logger) : BackgroundService
{
    /// <summary>Different things one person is told about at the same time; further ones are counted without the person's name.</summary>
    internal const int MostOfOneActor = 8;

    /// <summary>Entries about named people that may be begun at once. One more may be begun each half minute, 2,880 a day.</summary>
    internal const int MostAtOnce = 120;

    /// <summary>Who asks for what is known of people is told one by one, a few times.</summary>
    private const int MostForgetsApart = 3;

    private static readonly TimeSpan OneMoreAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LooksEach = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<RefusalKey, RefusalTally> tallies = [];
    private double room = MostAtOnce;
    private long roomAt = time.GetTimestamp();

    /// <summary>Tallies that are kept.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
                return tallies.Count;
        }
    }

    /// <summary>Somebody whose identity is proven was refused. Returns when the entry is stored, if one is due; never throws.</summary>
    /// <param name="actor">Id from the authenticated identity: a rep's, or an Entra object id.</param>
    /// <param name="leadId">Only of a lead that is there.</param>
    public Task OfPersonAsync(RefusalKind kind, RefusalReason reason, string? actor, string? leadId = null)
    {
        Measure(kind, reason);
        return Note(new RefusalKey(kind, reason, IdOf(actor), leadId)) is { } due ? TellAsync(due, 1) : Task.CompletedTask;
    }

    /// <summary>Somebody who proved nothing was refused. Costs nothing but a count; told from the background.</summary>
    public void OfStranger(RefusalKind kind, RefusalReason reason)
    {
        Measure(kind, reason);
        if (Note(new RefusalKey(kind, reason, null, null)) is { } due)
            _ = TellAsync(due, 1);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEach, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TellDueAsync(atOnce: false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TellDueAsync(atOnce: true);
        }
    }

    /// <param name="atOnce">Whether windows that have not ended are told, too.</param>
    internal async Task TellDueAsync(bool atOnce)
    {
        List<(RefusalKey Key, int Times)> due = [];
        lock (gate)
        {
            var now = time.GetTimestamp();
            foreach (var (key, tally) in tallies)
            {
                if (!atOnce && time.GetElapsedTime(tally.Began, now) < tally.Window)
                    continue;

                if (tally.Untold == 0)
                    tallies.Remove(key);
                else
                    due.Add((key, tally.Close(now)));
            }
        }

        foreach (var (key, times) in due)
            await TellAsync(key, times);
    }

    private static void Measure(RefusalKind kind, RefusalReason reason) => LeadMetrics.Refused(NameOf(kind), NameOf(reason));

    /// <returns>What to tell now: the first of its kind.</returns>
    private RefusalKey? Note(RefusalKey key)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (key.Actor is not null && !tallies.ContainsKey(key) && !HasRoomFor(key.Actor, now))
                key = key with { Actor = null, LeadId = null };
            if (tallies.TryGetValue(key, out var tally))
            {
                if (key.Kind is RefusalKind.Forget && tally.ToldApart < MostForgetsApart)
                {
                    tally.ToldApart++;
                    return key;
                }

                tally.Untold++;
                return null;
            }

            tallies[key] = new RefusalTally(now);
            return key;
        }
    }

    private bool HasRoomFor(string actor, long now)
    {
        room = Math.Min(MostAtOnce, room + (time.GetElapsedTime(roomAt, now) / OneMoreAfter));
        roomAt = now;
        if (room < 1 || tallies.Keys.Count(key => key.Actor == actor) >= MostOfOneActor)
            return false;

        room--;
        return true;
    }

    private async Task TellAsync(RefusalKey key, int times)
    {
        Log.Refused(logger, NameOf(key.Kind), NameOf(key.Reason), times, key.Actor ?? AuditEvent.Nobody, key.LeadId ?? "none");
        try
        {
            await audit.AppendAsync(
                key is { Kind: RefusalKind.Forget, Actor: { } actor }
                    ? AuditEvent.ForgetRefused(actor, times)
                    : AuditEvent.Refused(NameOf(key.Kind), NameOf(key.Reason), key.Actor, key.LeadId, times),
                CancellationToken.None
            );
        }
        catch (Exception failure) when (failure is StorageUnavailableException or JsonException)
        {
            Log.NotAudited(logger, failure);
        }
    }

    /// <summary>An Entra object id as it is; anything that does not look like one is not repeated.</summary>
    private static string IdOf(string? actor) =>
        actor is { Length: > 0 and <= 64 } && actor.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_')
            ? actor
            : "person_without_id";

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Refused: {Kind}, because {Reason}, {Times} times. By {Actor}, about lead {LeadId}.")]
        public static partial void Refused(ILogger logger, string kind, string reason, int times, string actor, string leadId);

        [LoggerMessage(2, LogLevel.Error, "A refusal could not be put into the audit.")]
        public static partial void NotAudited(ILogger logger, Exception exception);
    }
}
