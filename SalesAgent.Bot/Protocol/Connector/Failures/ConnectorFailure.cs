namespace SalesAgent.Bot.Protocol;

/// <summary>Why a call to the connector did not end well, said so that a caller can decide what to do next.</summary>
internal enum ConnectorFailure
{
    /// <summary>The payload or an id was refused (HTTP 400 and any 4xx without a kind of its own). Repeating it changes nothing.</summary>
    BadRequest,

    /// <summary>The connector refused a fresh token, or the login authority refused the bot's credentials. An operator must act.</summary>
    Unauthorized,

    /// <summary>The bot is not (or no longer) installed in that conversation. Wait for <c>installationUpdate</c>.</summary>
    NotInRoster,

    /// <summary>An administrator disabled the bot, the user blocked it, or writing to the conversation is blocked.</summary>
    Blocked,

    /// <summary>The bot may not do this (HTTP 403 with any other code).</summary>
    Forbidden,

    /// <summary>
    /// <c>InvalidBotApiHost</c>: the tenant lives in another cloud. Not retried, because the other host would have to be
    /// guessed; the next authenticated activity from that tenant carries the right service URL.
    /// </summary>
    WrongHost,

    /// <summary>
    /// No such conversation or activity. Seen in passing for conversations that do exist: check again before forgetting one.
    /// </summary>
    NotFound,

    /// <summary>The activity is larger than the channel takes.</summary>
    TooBig,

    /// <summary>HTTP 412 that outlived its retries.</summary>
    Precondition,

    /// <summary>HTTP 429: try again after <see cref="ConnectorFailureException.RetryAfter"/>. Nothing was carried out.</summary>
    Throttled,

    /// <summary>Nothing was carried out, or it may be repeated without harm (GET, PUT, DELETE): try again later.</summary>
    Transient,

    /// <summary>HTTP 500 to a call that may be repeated without harm; the connector says that repeating it at once is no use.</summary>
    ServerError,

    /// <summary>A POST may or may not have been carried out. It must not be sent again without looking.</summary>
    OutcomeUnknown,

    /// <summary>An answer outside the protocol: a redirect, or a web page instead of a success to what may be repeated.</summary>
    UnexpectedReply,

    /// <summary>The service URL is not one that the bot's token may be sent to. Nothing was sent.</summary>
    UntrustedServiceUrl,
}
