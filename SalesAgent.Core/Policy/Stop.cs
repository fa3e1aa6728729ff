using System.Globalization;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Policy;

/// <summary>Everything is stopped.</summary>
/// <param name="ByName">Who said so, for people.</param>
/// <param name="Since">Null when the configuration says so.</param>
public sealed record Stop(string ByName, DateTimeOffset? Since)
{
    public static Stop ByConfiguration { get; } = new("the configuration (Mode:Stopped)", null);

    /// <summary>What anybody who wants something is told.</summary>
    [JsonIgnore]
    public string Sentence
    {
        get
        {
            var when = Since is { } since ? since.ToString(" 'on' d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture) : "";
            var until = Since is null ? "that is changed" : "a manager types `resume`";
            return $"SalesAgent was stopped by {ByName}{when}. Leads are kept, but nothing is drafted, written or decided until {until}.";
        }
    }
}

[JsonSerializable(typeof(Stop))]
internal sealed partial class StopJson : JsonSerializerContext;
