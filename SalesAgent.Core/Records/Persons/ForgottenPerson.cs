using System.Globalization;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Records.Persons;

/// <summary>
/// What is kept of somebody who was forgotten, so that they are not contacted again: under keyed hashes, without a word about them.
/// </summary>
/// <param name="Person">The key under which they were asked for; the same in the records of all their keys.</param>
/// <param name="By">A rep id, <c>hubspot</c> or <c>command_line</c>.</param>
/// <param name="ByName">The same for people.</param>
public sealed record ForgottenPerson(string Person, DateTimeOffset At, string By, string ByName)
{
    /// <summary>For whoever brings them again.</summary>
    [JsonIgnore]
    public string Sentence => $"This person was forgotten on {Day} and is not contacted any more.";

    [JsonIgnore]
    public string Day => At.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
