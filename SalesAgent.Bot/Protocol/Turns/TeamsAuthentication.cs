using System.Security.Claims;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Primitives;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// Who may come in, asked by the SDK's adapter and answered by our own checks: the SDK's let in foreign service URLs, empty channels and
/// any tenant. The door asked about the token before it read the body; what was proven then is still known.
/// </summary>
/// <remarks>A refusal is an exception with its status, since the adapter knows none but 401.</remarks>
internal sealed partial class TeamsAuthentication(
    ConnectorTokens tokens,
    Admission admission,
    TeamsConnectors connectors,
    ILogger<TeamsAuthentication> logger
) : BotFrameworkAuthentication
{
    public override async Task<AuthenticateRequestResult> AuthenticateRequestAsync(
        Activity activity,
        string authHeader,
        CancellationToken cancellationToken
    )
    {
        var token = await tokens.CheckAsync(new StringValues(authHeader), cancellationToken);
        if ((token as TokenCheck.Refused)?.Refusal is { } refused)
            throw new RefusedException(refused);
        if (admission.Refuse(activity, token as TokenCheck.Proven) is { } refusal)
            throw new RefusedException(refusal);

        if (token is TokenCheck.Anonymous)
            Log.Unauthenticated(logger, activity.Type);
        return new AuthenticateRequestResult
        {
            ClaimsIdentity = token is TokenCheck.Proven ? new ClaimsIdentity("Bearer") : new ClaimsIdentity(),
            ConnectorFactory = connectors,
        };
    }

    /// <summary>Streams would pass by the door.</summary>
    public override Task<AuthenticateRequestResult> AuthenticateStreamingRequestAsync(
        string authHeader,
        string channelIdHeader,
        CancellationToken cancellationToken
    ) => throw new RefusedException(Refusal.NotAllowed("a stream"));

    public override ConnectorFactory CreateConnectorFactory(ClaimsIdentity claimsIdentity) => connectors;

    public override Task<UserTokenClient> CreateUserTokenClientAsync(ClaimsIdentity claimsIdentity, CancellationToken cancellationToken) =>
        Task.FromResult<UserTokenClient>(NoUserTokens.Instance);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "An activity of type {Type} was let in without authentication (Bot:AllowAnonymous).")]
        public static partial void Unauthenticated(ILogger logger, string type);
    }
}
