using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Google.Apis.Services;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Wire;

/// <summary>
/// A Google API whose resources are read and written by compiled code: Google's own reader finds out by reflection what it
/// has before it, and wants the answer as text.
/// </summary>
/// <param name="resources">What the API's requests and answers are made of. Anything else goes Google's way.</param>
internal abstract class GoogleApi(BaseClientService.Initializer initializer, JsonSerializerContext resources)
    : BaseClientService(initializer)
{
    public override string SerializeObject(object obj) =>
        resources.GetTypeInfo(obj.GetType()) is { } type ? JsonSerializer.Serialize(obj, type) : base.SerializeObject(obj);

    /// <returns>Null for an empty answer.</returns>
    /// <exception cref="JsonException">It is something else.</exception>
    public override async Task<T> DeserializeResponse<T>(HttpResponseMessage response)
    {
        // Text is what was asked for where nothing is expected.
        if (typeof(T) == typeof(string) || resources.GetTypeInfo(typeof(T)) is not JsonTypeInfo<T> type)
            return await base.DeserializeResponse<T>(response);

        // It lies in memory by now, so that nothing is waited for.
        var answer = await response.Content.ReadAsStreamAsync();
        return answer.Length == 0 ? default! : JsonSerializer.Deserialize(answer, type)!;
    }
}
