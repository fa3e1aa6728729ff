using System.Text.Json.Serialization;
using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

/// <summary><c>calendarList</c>, reading only. Knows only the signed-in user.</summary>
internal sealed class CalendarListResource(IClientService service)
{
    public ListRequest List() => new(service);

    public sealed class ListRequest(IClientService service) : GoogleRequest<CalendarList>(service, "list", "GET", "users/me/calendarList")
    {
        /// <summary>At most 250.</summary>
        [RequestParameter("maxResults", RequestParameterType.Query)]
        public int? MaxResults { get; set; }

        [RequestParameter("pageToken", RequestParameterType.Query)]
        public string? PageToken { get; set; }
    }
}

internal sealed class CalendarList
{
    [JsonPropertyName("items")]
    public IList<CalendarListEntry?>? Items { get; set; }

    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; set; }
}

internal sealed class CalendarListEntry
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; set; }

    /// <summary><c>freeBusyReader</c>, <c>reader</c>, <c>writer</c> or <c>owner</c>.</summary>
    [JsonPropertyName("accessRole")]
    public string? AccessRole { get; set; }

    [JsonPropertyName("primary")]
    public bool? Primary { get; set; }
}
