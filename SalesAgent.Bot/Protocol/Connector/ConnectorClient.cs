using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Protocol;

/// <summary>Speaks to the channel: sends, updates and deletes activities, opens conversations, reads rosters and teams.</summary>
/// <remarks>
/// <para>The bot's token goes with every call, so a service URL that <see cref="ServiceUrlTrust"/> does not know is refused
/// before anything is sent.</para>
/// <para>Refused calls (412, 429) are repeated here, briefly; GET, PUT and DELETE also after a passing fault. A POST whose
/// outcome nobody knows is never sent again: the connector has no idempotency key, and a repetition would be a second post.
/// Cancelling a POST leaves its outcome just as unknown.</para>
/// <para>Every method throws <see cref="ErrorResponseException"/>.</para>
/// </remarks>
internal sealed partial class ConnectorClient(
    IHttpClientFactory clients,
    BotTokens tokens,
    ServiceUrlTrust trust,
    IOptions<BotOptions> options,
    TimeProvider time,
    ILogger<ConnectorClient> logger)
{
    /// <summary>The named client under which the connector is called.</summary>
    public const string ClientName = "BotConnector";

    private const int SmallestPage = 50;
    private const int LargestPage = 500;

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>Sends to the end of the conversation; to a bare channel id that is a new post.</summary>
    public Task<ResourceResponse> SendToConversationAsync(
        ConversationReference reference, Activity activity, CancellationToken cancellationToken) =>
        PutOutAsync(new("Sending an activity", HttpMethod.Post, reference.ServiceUrl,
            Activities(reference), Body(activity, ProtocolJson.Default.Activity)), cancellationToken);

    /// <summary>Replies to an activity. In a channel only a conversation id with <c>;messageid=</c> keeps to the thread.</summary>
    public Task<ResourceResponse> ReplyToActivityAsync(
        ConversationReference reference, string activityId, Activity activity, CancellationToken cancellationToken) =>
        PutOutAsync(new("Replying to an activity", HttpMethod.Post, reference.ServiceUrl,
            $"{Activities(reference)}/{Segment(activityId)}", Body(activity, ProtocolJson.Default.Activity)), cancellationToken);

    /// <summary>Puts <paramref name="activity"/> in the place of one the bot sent before.</summary>
    public Task<ResourceResponse> UpdateActivityAsync(
        ConversationReference reference, string activityId, Activity activity, CancellationToken cancellationToken) =>
        PutOutAsync(new("Updating an activity", HttpMethod.Put, reference.ServiceUrl,
            $"{Activities(reference)}/{Segment(activityId)}", Body(activity, ProtocolJson.Default.Activity)), cancellationToken);

    /// <summary>Deletes an activity the bot sent. <see cref="ConnectorFailure.NotFound"/> may mean that it is gone already.</summary>
    public Task DeleteActivityAsync(ConversationReference reference, string activityId, CancellationToken cancellationToken) =>
        SendAsync(new("Deleting an activity", HttpMethod.Delete, reference.ServiceUrl,
            $"{Activities(reference)}/{Segment(activityId)}"), cancellationToken);

    /// <summary>Starts a channel post or a personal chat.</summary>
    public async Task<ConversationResourceResponse> CreateConversationAsync(
        string serviceUrl, ConversationParameters parameters, CancellationToken cancellationToken)
    {
        var call = new Call("Creating a conversation", HttpMethod.Post, serviceUrl,
            "v3/conversations", Body(parameters, ConnectorJson.Default.ConversationParameters));
        var answer = await SendAsync(call, cancellationToken);
        // It was created, but an answer that does not say where is no use: it must not be created again either.
        return Read(answer, ConnectorJson.Default.ConversationResourceResponse) is { Id.Length: > 0 } created
            ? created
            : throw new ErrorResponseException(ConnectorFailure.OutcomeUnknown, call.Operation);
    }

    /// <summary>One member of a conversation or team.</summary>
    /// <param name="userId">The id on the channel (<c>29:…</c>), the AAD object id or the UPN.</param>
    public Task<TeamsChannelAccount> GetConversationMemberAsync(
        ConversationReference reference, string userId, CancellationToken cancellationToken) =>
        GetAsync(new("Reading a member", HttpMethod.Get, reference.ServiceUrl,
            $"{Conversation(reference)}/members/{Segment(userId)}"), ConnectorJson.Default.TeamsChannelAccount, cancellationToken);

    /// <summary>All members of a conversation, page by page as they are asked for.</summary>
    /// <param name="pageSize">The connector takes 50 to 500.</param>
    public async IAsyncEnumerable<TeamsChannelAccount> GetConversationMembersAsync(
        ConversationReference reference,
        int pageSize = LargestPage,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var firstPage = $"{Conversation(reference)}/pagedmembers?pageSize={Math.Clamp(pageSize, SmallestPage, LargestPage)}";
        var path = firstPage;
        string? reached = null;
        do
        {
            var call = new Call("Reading the members", HttpMethod.Get, reference.ServiceUrl, path);
            var page = await GetAsync(call, ConnectorJson.Default.PagedMembers, cancellationToken);
            foreach (var member in page.Members)
                yield return member;

            if (string.IsNullOrEmpty(page.ContinuationToken))
                yield break;
            if (page.ContinuationToken == reached)
                throw new ErrorResponseException(ConnectorFailure.UnexpectedReply, call.Operation);
            reached = page.ContinuationToken;
            path = $"{firstPage}&continuationToken={Uri.EscapeDataString(reached)}";
        }
        while (true);
    }

    public Task<TeamDetails> GetTeamDetailsAsync(string serviceUrl, string teamId, CancellationToken cancellationToken) =>
        GetAsync(new("Reading a team", HttpMethod.Get, serviceUrl, $"v3/teams/{Segment(teamId)}"),
            ConnectorJson.Default.TeamDetails, cancellationToken);

    public async Task<IReadOnlyList<TeamChannel>> GetTeamChannelsAsync(
        string serviceUrl, string teamId, CancellationToken cancellationToken)
    {
        var call = new Call("Reading a team's channels", HttpMethod.Get, serviceUrl, $"v3/teams/{Segment(teamId)}/conversations");
        return (await GetAsync(call, ConnectorJson.Default.TeamChannels, cancellationToken)).Conversations;
    }

    private async Task<ResourceResponse> PutOutAsync(Call call, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(call, cancellationToken);
        return Read(answer, ConnectorJson.Default.ResourceResponse) is { Id.Length: > 0 } named ? named : new(Id: null);
    }

    private async Task<T> GetAsync<T>(Call call, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class =>
        Read(await SendAsync(call, cancellationToken), type)
            ?? throw new ErrorResponseException(ConnectorFailure.UnexpectedReply, call.Operation);

    /// <summary>The one way out: trust, token, at most one renewal of the token, and the retry rule.</summary>
    private async Task<ReadOnlyMemory<byte>> SendAsync(Call call, CancellationToken cancellationToken)
    {
        if (!trust.IsTrusted(call.ServiceUrl))
            throw new ErrorResponseException(ConnectorFailure.UntrustedServiceUrl, call.Operation);

        var token = await tokens.GetAsync(cancellationToken);
        var renewed = false;
        for (var tries = 1; ;)
        {
            try
            {
                return await TryAsync(call, token, cancellationToken);
            }
            catch (ErrorResponseException refused) when (refused.Kind is ConnectorFailure.Unauthorized && token is not null && !renewed)
            {
                renewed = true;
                token = await tokens.RenewAsync(token, cancellationToken);
            }
            catch (ErrorResponseException failure) when (WaitBeforeRepeating(call, failure, tries) is { } wait)
            {
                tries++;
                Log.Repeating(logger, call.Operation, failure.Kind, failure.Code, failure.OperationId, wait, tries);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> TryAsync(Call call, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, $"{call.ServiceUrl.TrimEnd('/')}/{call.Path}");
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (call.Body is not null)
            request.Content = new ByteArrayContent(call.Body) { Headers = { ContentType = Json } };

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.ConnectorTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, either.Token);
            var body = WholeJson.Of(await response.Content.ReadAsByteArrayAsync(either.Token));
            return response.IsSuccessStatusCode ? body : throw Refusal(call, response, body);
        }
        catch (HttpRequestException broken)
        {
            var neverLeft = broken.HttpRequestError is HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            throw Lost(call, neverLeft, broken);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            // Not our patience but the handler's own limit ended: no connection came about, so nothing was sent.
            throw Lost(call, neverLeft: !patience.IsCancellationRequested, late);
        }
    }

    private static TimeSpan? WaitBeforeRepeating(Call call, ErrorResponseException failure, int tries)
    {
        var repeatable = failure.Kind switch
        {
            ConnectorFailure.Throttled or ConnectorFailure.Precondition => true,
            ConnectorFailure.Transient => call.MayRepeat,
            _ => false,
        };
        if (!repeatable || tries >= RetryDelay.MostTries || failure.RetryAfter > RetryDelay.LongestInProcess)
            return null;
        return failure.RetryAfter ?? RetryDelay.Backoff(tries, Random.Shared.NextDouble());
    }

    private ErrorResponseException Refusal(Call call, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var error = ErrorResponse.Parse(body);
        return new(error.KindFor(response.StatusCode, call.MayRepeat), call.Operation)
        {
            HttpStatus = response.StatusCode,
            Code = error.Code,
            SubCode = error.SubCode,
            RetryAfter = RetryDelay.Asked(response.Headers.RetryAfter, time.GetUtcNow()),
            OperationId = ErrorResponseException.OperationIdOf(response.Headers),
        };
    }

    private static ErrorResponseException Lost(Call call, bool neverLeft, Exception cause) =>
        new(call.MayRepeat || neverLeft ? ConnectorFailure.Transient : ConnectorFailure.OutcomeUnknown, call.Operation, cause);

    private static byte[] Body<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <summary>The answer's content; null when it has none, or none that can be read.</summary>
    private static T? Read<T>(ReadOnlyMemory<byte> answer, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return answer.IsEmpty ? null : JsonSerializer.Deserialize(answer.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Conversation(ConversationReference reference) => $"v3/conversations/{Segment(reference.Conversation.Id)}";

    private static string Activities(ConversationReference reference) => $"{Conversation(reference)}/activities";

    /// <summary>An id as one path segment. Dots alone would climb out of the path, whatever their encoding.</summary>
    private static string Segment(string? id) => id is null or "" or "." or ".."
        ? throw new ArgumentException("An id of the connector is missing or is not an id.", nameof(id))
        : Uri.EscapeDataString(id);

    private readonly record struct Call(string Operation, HttpMethod Method, string ServiceUrl, string Path, byte[]? Body = null)
    {
        public bool MayRepeat => Method != HttpMethod.Post;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Operation}: {Kind} ({Code}, operation {OperationId}); try {Tries} comes in {Wait}.")]
        public static partial void Repeating(
            ILogger logger, string operation, ConnectorFailure kind, string? code, string? operationId, TimeSpan wait, int tries);
    }
}
