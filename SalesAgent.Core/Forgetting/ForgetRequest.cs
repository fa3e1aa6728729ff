using System.Globalization;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Forgetting;

/// <summary>Somebody is to be forgotten and is not yet, or not everywhere. Names nobody.</summary>
public sealed record ForgetRequest
{
    /// <summary>The key under which they were asked for.</summary>
    public required string Person { get; init; }

    /// <summary>Every key they are known by, as far as it has been found.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Their leads, by id.</summary>
    public required IReadOnlyList<string> Leads { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A rep id, <c>hubspot</c> or <c>command_line</c>.</summary>
    public required string By { get; init; }

    public required string ByName { get; init; }

    /// <summary>If nobody works on it by then, its work item was lost.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>
    /// Contacts that HubSpot merged with theirs after that are other people's; null in requests from before this was kept.
    /// </summary>
    public DateTimeOffset? MergedBy { get; init; }

    /// <summary>What could not be erased when last tried, a sentence each with what can be done about it.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>How a person names it, for there is no other name left.</summary>
    [JsonIgnore]
    public string Name => $"The person {ByName} asked to forget on {At.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)}";

    /// <summary>Where it stands, for whoever asked.</summary>
    [JsonIgnore]
    public string Sentence =>
        Left.Count == 0
            ? $"{Name} is being forgotten."
            : $"{Name} is not forgotten everywhere yet. {string.Join(' ', Left)} It is tried again until nothing is left.";
}
