using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary><c>users.history</c>: what happened in a mailbox since a moment it told.</summary>
internal sealed class HistoryResource(IClientService service)
{
    /// <param name="startHistoryId">As text: it does not fit a double. One that is too old is answered with 404.</param>
    public ListRequest List(string userId, string startHistoryId) => new(service, userId, startHistoryId);

    public sealed class ListRequest(IClientService service, string userId, string startHistoryId)
        : GoogleRequest<ListHistoryResponse>(service, "list", "GET", "gmail/v1/users/{userId}/history")
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        [RequestParameter("startHistoryId", RequestParameterType.Query)]
        public string StartHistoryId { get; } = startHistoryId;

        /// <summary><c>messageAdded</c>, <c>messageDeleted</c>, <c>labelAdded</c> and <c>labelRemoved</c>; all without it.</summary>
        [RequestParameter("historyTypes", RequestParameterType.Query)]
        public Repeatable<string>? HistoryTypes { get; set; }

        [RequestParameter("labelId", RequestParameterType.Query)]
        public string? LabelId { get; set; }

        /// <summary>At most 500.</summary>
        [RequestParameter("maxResults", RequestParameterType.Query)]
        public long? MaxResults { get; set; }

        [RequestParameter("pageToken", RequestParameterType.Query)]
        public string? PageToken { get; set; }
    }
}
