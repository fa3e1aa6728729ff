using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary><c>users.messages</c>, reading one. Sending, importing and changing are not built in.</summary>
internal sealed class MessagesResource(IClientService service)
{
    public GetRequest Get(string userId, string id) => new(service, userId, id);

    public sealed class GetRequest(IClientService service, string userId, string id)
        : GoogleRequest<Message>(service, "get", "GET", "gmail/v1/users/{userId}/messages/{id}")
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; } = id;

        /// <summary><c>full</c>, <c>metadata</c>, <c>minimal</c> or <c>raw</c>.</summary>
        [RequestParameter("format", RequestParameterType.Query)]
        public string? Format { get; set; }

        [RequestParameter("metadataHeaders", RequestParameterType.Query)]
        public Repeatable<string>? MetadataHeaders { get; set; }
    }
}
