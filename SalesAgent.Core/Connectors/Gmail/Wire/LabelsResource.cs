using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary><c>users.labels</c>, reading only.</summary>
internal sealed class LabelsResource(IClientService service)
{
    public ListRequest List(string userId) => new(service, userId);

    public sealed class ListRequest(IClientService service, string userId)
        : GoogleRequest<ListLabelsResponse>(service, "list", "GET", "gmail/v1/users/{userId}/labels")
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;
    }
}
