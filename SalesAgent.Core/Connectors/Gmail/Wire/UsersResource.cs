using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary><c>users</c>: one mailbox, named by its address.</summary>
internal sealed class UsersResource(IClientService service)
{
    public ThreadsResource Threads { get; } = new(service);

    public MessagesResource Messages { get; } = new(service);

    public DraftsResource Drafts { get; } = new(service);

    public LabelsResource Labels { get; } = new(service);

    public HistoryResource History { get; } = new(service);

    public SettingsResource Settings { get; } = new(service);

    public GetProfileRequest GetProfile(string userId) => new(service, userId);

    public sealed class GetProfileRequest(IClientService service, string userId)
        : GoogleRequest<Profile>(service, "getProfile", "GET", "gmail/v1/users/{userId}/profile")
    {
        [RequestParameter("userId", RequestParameterType.Path)]
        public string UserId { get; } = userId;
    }
}
