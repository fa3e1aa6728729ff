using Google.Apis.Services;
using Newtonsoft.Json;

namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>The signed-in person's own calendar, whose id is their address.</summary>
internal sealed class OwnCalendar
{
    [JsonProperty("id")] public string? Id { get; set; }

    public sealed class GetRequest(IClientService service) : GoogleRequest<OwnCalendar>(service, "get", "GET", "calendars/primary");
}
