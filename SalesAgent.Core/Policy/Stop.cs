using System.Globalization;
using System.Text.Json.Serialization;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.People;

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
    public string Sentence => Told(Since, "UTC");

    /// <summary>The same for somebody whose clock is known.</summary>
    public string SentenceFor(Rep rep) =>
        TimesText.ZoneName(rep.TimeZone.Id) is { Length: > 0 } name && Since is { } since
            ? Told(TimeZoneInfo.ConvertTime(since, rep.TimeZone), $"({name})")
            : Sentence;

    private string Told(DateTimeOffset? at, string zone)
    {
        var when = at is { } since ? $" on {since.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} {zone}" : "";
        return $"SalesAgent was stopped by {ByName}{when}. Leads are kept, but nothing is drafted, written or decided until {Until}.";
    }

    /// <summary>A trial to send was not refused (<see cref="DraftOnlyProof"/>).</summary>
    public static Stop ByItself(DateTimeOffset since) =>
        new("itself, because its own check found a way to send", since) { Until = "an engineer has mended that (docs/draft-only.md)" };
}

[JsonSerializable(typeof(Stop))]
internal sealed partial class StopJson : JsonSerializerContext;
