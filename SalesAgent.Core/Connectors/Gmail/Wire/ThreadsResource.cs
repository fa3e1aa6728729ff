using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary><c>users.threads</c>, reading only.</summary>
internal sealed class ThreadsResource(IClientService service)
{
    public ListRequest List(string userId) => new(service, userId);

    public GetRequest Get(string userId, string id) => new(service, userId, id);

    public sealed class ListRequest(IClientService service, string userId)
        : GoogleRequest<ListThreadsResponse>(service, "list", "GET", "gmail/v1/users/{userId}/threads")
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        [RequestParameter("q", RequestParameterType.Query)]
        public string? Q { get; set; }

        [RequestParameter("maxResults", RequestParameterType.Query)]
        public long? MaxResults { get; set; }
    }

    public sealed class GetRequest(IClientService service, string userId, string id)
        : GoogleRequest<Thread>(service, "get", "GET", "gmail/v1/users/{userId}/threads/{id}")
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; } = id;

        /// <summary><c>full</c>, <c>metadata</c> or <c>minimal</c>.</summary>
        [RequestParameter("format", RequestParameterType.Query)]
        public string? Format { get; set; }

        /// <summary>The part of the answer that is wanted; the rest stays where it is.</summary>
        [RequestParameter("fields", RequestParameterType.Query)]
        public string? Fields { get; set; }
    }
}
