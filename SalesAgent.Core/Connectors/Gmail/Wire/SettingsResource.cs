using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary><c>users.settings</c>: under which addresses a mailbox writes. Nothing here can be changed.</summary>
internal sealed class SettingsResource(IClientService service)
{
    public SendAsResource SendAs { get; } = new(service);

    public sealed class SendAsResource(IClientService service)
    {
        public ListRequest List(string userId) => new(service, userId);

        public sealed class ListRequest(IClientService service, string userId)
            : GoogleRequest<ListSendAsResponse>(service, "list", "GET", "gmail/v1/users/{userId}/settings/sendAs")
        {
            [RequestParameter("userId", RequestParameterType.Path)]
            public string UserId { get; } = userId;
        }
    }
}
