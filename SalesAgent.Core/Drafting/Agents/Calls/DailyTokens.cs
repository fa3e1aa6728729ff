using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// What the model took today, on one record a UTC day that all instances write conditionally. Tokens are reserved before a
/// call and settled after it, so the limit holds while calls are under way; a reservation that is never settled stays spent.
/// </summary>
internal sealed partial class DailyTokens(
    IRecordStore store,
    SystemAudit audit,
    IOptions<DraftingOptions> options,
    TimeProvider time,
    ILogger<DailyTokens> logger
) : IDisposable
{
    private const string Partition = "model-tokens";

    /// <summary>Calls of this instance take turns: only other instances can be in the way.</summary>
    private readonly SemaphoreSlim gate = new(1);

    private int Limit => options.Value.DailyTokenLimit;

    /// <returns>Null when the limit does not allow it.</returns>
    /// <exception cref="StorageUnavailableException">It cannot be known what was used.</exception>
    public async Task<TokenReservation?> TryReserveAsync(int tokens, CancellationToken cancellationToken)
    {
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var reservation = new TokenReservation(day, tokens);
        if (Limit == 0)
            return reservation;

        var (isReserved, isFirstRefusal) = (false, false);
        await ChangeAsync(
            day,
            today =>
            {
                isReserved = today.Tokens + tokens <= Limit;
                isFirstRefusal = !isReserved && !today.IsToldOf;
                return isReserved ? today with { Tokens = today.Tokens + tokens } : today with { IsToldOf = true };
            },
            cancellationToken
        );
        if (isFirstRefusal)
        {
            Log.LimitReached(logger, Limit, day);
            await audit.AppendAsync(AuditEvent.TokenLimitReached(day, Limit), cancellationToken);
        }

        return isReserved ? reservation : null;
    }

    /// <summary>Puts what a call really took in the place of what was reserved for it.</summary>
    public Task SettleAsync(TokenReservation reservation, long used, CancellationToken cancellationToken) =>
        Limit == 0
            ? Task.CompletedTask
            : ChangeAsync(reservation.Day, day => day with { Tokens = day.Tokens - reservation.Tokens + used }, cancellationToken);

    public void Dispose() => gate.Dispose();

    private async Task ChangeAsync(string day, Func<TokenDay, TokenDay> change, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var row = await store.FindAsync(Partition, day, cancellationToken);
                var before = row is null ? new TokenDay(0, false) : JsonSerializer.Deserialize(row.Body, TokenDayJson.Default.TokenDay)!;
                var after = change(before);
                if (after == before)
                    return;

                var body = JsonSerializer.Serialize(after, TokenDayJson.Default.TokenDay);
                RecordOperation write = row is null
                    ? new RecordOperation.Add(day, body)
                    : new RecordOperation.Replace(day, body, row.Version);
                if (await store.CommitAsync(Partition, [write], cancellationToken) is CommitResult.Committed)
                    return;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The model's {Limit} tokens of {Day} (UTC) are used: templates write until midnight UTC. See Drafting:DailyTokenLimit."
        )]
        public static partial void LimitReached(ILogger logger, int limit, string day);
    }
}

/// <param name="Day">UTC, as <c>2026-11-22</c>: a call that ends after midnight counts for the day it began on.</param>
internal sealed record TokenReservation(string Day, int Tokens);

/// <param name="Tokens">Used and reserved.</param>
/// <param name="IsToldOf">That the limit was reached is in log and audit.</param>
internal sealed record TokenDay(long Tokens, bool IsToldOf);

[JsonSerializable(typeof(TokenDay))]
internal sealed partial class TokenDayJson : JsonSerializerContext;
