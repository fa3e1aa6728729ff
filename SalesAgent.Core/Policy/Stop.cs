using System.Globalization;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Policy;

/// <summary>Everything is stopped.</summary>
/// <param name="ByName">Who said so, for people.</param>
/// <param name="Since">Null when the configuration says so.</param>
public sealed record Stop(string ByName, DateTimeOffset? Since)
{
    public static Stop ByConfiguration { get; } = new("the configuration (Mode:Stopped)", null) { Until = "that is changed" };

    /// <summary>What has to happen before it goes on.</summary>
    [JsonIgnore]
    public string Until { get; private init; } = "a manager types `resume`";

    /// <summary>What anybody who wants something is told.</summary>
    [JsonIgnore]
    public string Sentence
    {
        get
        {
            var when = Since is { } since ? since.ToString(" 'on' d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture) : "";
            return $"SalesAgent was stopped by {ByName}{when}. Leads are kept, but nothing is drafted, written or decided until {Until}.";
        }
    }

    /// <summary>A trial to send was not refused (<see cref="DraftOnlyProof"/>).</summary>
    public static Stop ByItself(DateTimeOffset since) =>
        new("itself, because its own check found a way to send", since) { Until = "an engineer has mended that (docs/draft-only.md)" };
}

[JsonSerializable(typeof(Stop))]
internal sealed partial class StopJson : JsonSerializerContext;
