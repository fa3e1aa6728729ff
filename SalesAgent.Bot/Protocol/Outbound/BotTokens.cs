using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Identity.Client;
using Microsoft.Rest;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// The bot's own token for the connector. MSAL keeps it; this class sees to it that one caller at a time asks, and seldom.
/// </summary>
/// <remarks>
/// Without the gate every call of a busy minute would fetch its own token when one runs out: MSAL does not coalesce
/// client-credential requests.
/// </remarks>
internal sealed partial class BotTokens(BotCredential credential, TimeProvider time, ILogger<BotTokens> logger)
    : ServiceClientCredentials,
        IDisposable
{
    private const string Operation = "Getting the bot's token";

    /// <summary>How long a token is used without asking MSAL again, whose lookup costs as much as rendering a card.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    /// <summary>From then on MSAL decides by itself; it renews a token five minutes before its end.</summary>
    private static readonly TimeSpan LeftToMsal = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile Kept? kept;

    /// <summary>A token that is valid for some minutes at least; null when the bot runs without credentials (Playground).</summary>
    /// <exception cref="ConnectorFailureException">
    /// <see cref="ConnectorFailure.Unauthorized"/> when the login authority refuses the credentials,
    /// <see cref="ConnectorFailure.Transient"/> when it cannot be reached or asks to wait.
    /// </exception>
    public Task<string?> GetAsync(CancellationToken cancellationToken) =>
        kept is { } known && time.GetElapsedTime(known.At) < known.For
            ? Task.FromResult<string?>(known.Text)
            : AskAsync(null, cancellationToken);

    /// <summary>A token other than <paramref name="refused"/>: the one somebody else fetched meanwhile, or a new one.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public Task<string?> RenewAsync(string refused, CancellationToken cancellationToken) => AskAsync(refused, cancellationToken);

    /// <summary>Puts the token on a call of the SDK's.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public override async Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await GetAsync(cancellationToken) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public void Dispose() => gate.Dispose();

    private async Task<string?> AskAsync(string? refused, CancellationToken cancellationToken)
    {
        if (!credential.Exists)
            return null;

        await gate.WaitAsync(cancellationToken);
        try
        {
            var token = await credential.AcquireAsync(fresh: false, cancellationToken);
            if (token.Text == refused)
            {
                kept = null;
                Log.Renewing(logger);
                token = await credential.AcquireAsync(fresh: true, cancellationToken);
            }

            var lives = token.ExpiresOn - LeftToMsal - time.GetUtcNow();
            kept = new Kept(token.Text, time.GetTimestamp(), lives < KeptFor ? lives : KeptFor);
            return token.Text;
        }
        catch (Exception failure) when (failure is MsalException or HttpRequestException || IsTimeout(failure, cancellationToken))
        {
            var said = Failure(failure);
            Log.NoToken(logger, said.Kind, said.HttpStatus, said.Code, said.SubCode);
            throw said;
        }
        finally
        {
            gate.Release();
        }
    }

    private sealed record Kept(string Text, long At, TimeSpan For);

    private static bool IsTimeout(Exception failure, CancellationToken cancellationToken) =>
        failure is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    /// <summary>
    /// MSAL's exception holds the answer's body, which may quote what was sent: its codes are taken, itself it is not passed on.
    /// </summary>
    private ConnectorFailureException Failure(Exception failure)
    {
        if (failure is not MsalException refused)
            return new(ConnectorFailure.Transient, Operation);

        var answer = refused as MsalServiceException;
        var status = answer?.StatusCode is { } code and not 0 ? (HttpStatusCode?)code : null;
        var transient = refused.IsRetryable || answer is { StatusCode: 0 or 408 or 429 or >= 500 };
        return new(transient ? ConnectorFailure.Transient : ConnectorFailure.Unauthorized, Operation)
        {
            HttpStatus = status,
            Code = ErrorResponse.CodeWord(refused.ErrorCode),
            SubCode = EntraCode().Match(refused.Message) is { Success: true } entra ? entra.Value : null,
            RetryAfter = RetryDelay.Asked(answer?.Headers?.RetryAfter, time.GetUtcNow()),
            Advice = transient
                ? null
                : "Check MicrosoftAppType, MicrosoftAppId, MicrosoftAppTenantId and the secret, certificate or federated credential.",
        };
    }

    [GeneratedRegex(@"AADSTS[0-9]{1,9}")]
    private static partial Regex EntraCode();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The connector refused the bot's token; fetching a new one.")]
        public static partial void Renewing(ILogger logger);

        [LoggerMessage(2, LogLevel.Error, "No token for the connector: {Kind} (HTTP {Status}, {Code}, {SubCode}).")]
        public static partial void NoToken(ILogger logger, ConnectorFailure kind, HttpStatusCode? status, string? code, string? subCode);
    }
}
