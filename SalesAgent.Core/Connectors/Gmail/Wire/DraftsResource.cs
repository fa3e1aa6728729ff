using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary><c>users.drafts</c> without <c>send</c>.</summary>
internal sealed class DraftsResource(IClientService service)
{
    private const string All = "gmail/v1/users/{userId}/drafts";
    private const string One = "gmail/v1/users/{userId}/drafts/{id}";

    public ListRequest List(string userId) => new(service, userId);

    public GetRequest Get(string userId, string id) => new(service, userId, id);

    public CreateRequest Create(Draft body, string userId) => new(service, body, userId);

    public UpdateRequest Update(Draft body, string userId, string id) => new(service, body, userId, id);

    public DeleteRequest Delete(string userId, string id) => new(service, userId, id);

    public sealed class ListRequest(IClientService service, string userId) : GoogleRequest<ListDraftsResponse>(service, "list", "GET", All)
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        [RequestParameter("q", RequestParameterType.Query)]
        public string? Q { get; set; }

        [RequestParameter("maxResults", RequestParameterType.Query)]
        public long? MaxResults { get; set; }

        [RequestParameter("pageToken", RequestParameterType.Query)]
        public string? PageToken { get; set; }
    }

    public sealed class GetRequest(IClientService service, string userId, string id) : GoogleRequest<Draft>(service, "get", "GET", One)
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; } = id;

        /// <summary><c>full</c>, <c>metadata</c>, <c>minimal</c> or <c>raw</c>.</summary>
        [RequestParameter("format", RequestParameterType.Query)]
        public string? Format { get; set; }
    }

    public sealed class CreateRequest(IClientService service, Draft body, string userId)
        : GoogleRequest<Draft>(service, "create", "POST", All)
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        protected override object GetBody() => body;
    }

    public sealed class UpdateRequest(IClientService service, Draft body, string userId, string id)
        : GoogleRequest<Draft>(service, "update", "PUT", One)
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; } = id;

        protected override object GetBody() => body;
    }

    /// <summary>Deletes for good; the answer is 204 without a body.</summary>
    public sealed class DeleteRequest(IClientService service, string userId, string id)
        : GoogleRequest<string>(service, "delete", "DELETE", One)
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; } = id;
    }
}
