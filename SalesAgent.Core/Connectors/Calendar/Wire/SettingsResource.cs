using System.Text.Json.Serialization;
using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

internal sealed class SettingsResource(IClientService service)
{
    public GetRequest Get(string setting) => new(service, setting);

    /// <summary>Knows only the signed-in user.</summary>
    public sealed class GetRequest(IClientService service, string setting)
        : GoogleRequest<Setting>(service, "get", "GET", "users/me/settings/{setting}")
    {
        [RequestParameter("setting", RequestParameterType.Path)]
        public string Setting { get; } = setting;
    }
}

internal sealed class Setting
{
    [JsonPropertyName("value")]
    public string? Value { get; set; }
}
