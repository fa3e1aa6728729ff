using Microsoft.Extensions.Configuration;

namespace SalesAgent.Core.People;

/// <summary>
/// Who works here: HubSpot owner, Teams identity and mailbox of each rep. The first one listed takes leads that nobody owns.
/// </summary>
public sealed class RepDirectory
{
    private const string Nobody = "Reps: list at least one rep (Name, Email, AadObjectId, TimeZone).";

    private readonly Dictionary<string, Rep> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Rep> _byEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Rep> _byOwner = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Nobody is listed, or two share an identity.</exception>
    public RepDirectory(IReadOnlyList<Rep> reps)
    {
        if (reps.Count == 0)
            throw new ArgumentException(Nobody);
        if (ClashesOf(reps) is [var clash, ..])
            throw new ArgumentException(clash);

        All = reps;
        foreach (var rep in reps)
        {
            _byId.Add(rep.Id, rep);
            _byEmail.Add(rep.Email, rep);
            if (rep.HubSpotOwnerId is { Length: > 0 } owner)
                _byOwner.Add(owner, rep);
        }
    }

    public IReadOnlyList<Rep> All { get; }

    /// <summary>Takes leads without an owner, or whose owner is not in the directory.</summary>
    public Rep Default => All[0];

    /// <summary>
    /// Hears of leads of which nobody could find out whose they are: a manager may see any lead, and without one the default rep does.
    /// </summary>
    public Rep TakesUnclear => All.FirstOrDefault(rep => rep.Role is RepRole.Manager) ?? Default;

    /// <summary>
    /// In whose mailbox and calendar a lead's draft and times lie; null once they have left the directory: nobody else's is meant.
    /// </summary>
    public Rep? HolderOf(string? repId) => repId is null ? Default : Find(repId);

    public Rep? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    public Rep? FindByEmail(string email) => _byEmail.GetValueOrDefault(email);

    public Rep? FindByOwner(string? hubSpotOwnerId) => hubSpotOwnerId is null ? null : _byOwner.GetValueOrDefault(hubSpotOwnerId);

    /// <summary>Owner of the lead, or a manager. Everybody else: no.</summary>
    public static bool MayDecide(Rep actor, string ownerRepId) =>
        actor.Role is RepRole.Manager || string.Equals(actor.Id, ownerRepId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>Reps</c>.</summary>
    /// <returns>Null when something is wrong: every problem is then named with its key, never its value.</returns>
    public static RepDirectory? From(IConfiguration configuration, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        var reps = new List<Rep>();
        var entries = configuration.GetSection(RepOptions.Section).GetChildren().ToArray();
        foreach (var entry in entries)
        {
            if (Read(entry.Get<RepOptions>() ?? new RepOptions(), entry.Path, found) is { } rep)
                reps.Add(rep);
        }

        if (entries.Length == 0)
            found.Add(Nobody);
        found.AddRange(ClashesOf(reps));
        return found.Count > 0 ? null : new RepDirectory(reps);
    }

    private static List<string> ClashesOf(IReadOnlyList<Rep> reps)
    {
        var clashes = new List<string>();
        if (Repeats(reps.Select(rep => rep.Id), StringComparer.OrdinalIgnoreCase))
            clashes.Add("Reps: two reps have the same AadObjectId.");
        if (Repeats(reps.Select(rep => rep.Email), StringComparer.OrdinalIgnoreCase))
            clashes.Add("Reps: two reps have the same Email.");
        if (Repeats(reps.Select(rep => rep.HubSpotOwnerId).OfType<string>(), StringComparer.Ordinal))
            clashes.Add("Reps: two reps have the same HubSpotOwnerId.");
        return clashes;

        static bool Repeats(IEnumerable<string> ids, StringComparer comparer) =>
            ids.GroupBy(id => id, comparer).Any(same => same.Count() > 1);
    }

    private static Rep? Read(RepOptions entry, string key, List<string> problems)
    {
        var before = problems.Count;
        if (string.IsNullOrWhiteSpace(entry.Name))
            problems.Add($"{key}:Name is missing.");
        if (string.IsNullOrWhiteSpace(entry.AadObjectId))
            problems.Add($"{key}:AadObjectId is missing: the person's Entra object id.");
        if (!EmailAddress.TryNormalise(entry.Email, out var email))
            problems.Add($"{key}:Email is missing or no e-mail address.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(entry.TimeZone, out var zone))
            problems.Add($"{key}:TimeZone is missing or unknown: use an IANA id such as Europe/Berlin.");

        WorkingHours? hours = null;
        if (!string.IsNullOrWhiteSpace(entry.WorkingHours) && !WorkingHours.TryParse(entry.WorkingHours, out hours))
        {
            problems.Add(
                $"{key}:WorkingHours cannot be read: write them like 'Mon-Fri 09:00-17:00' or 'Mon-Thu 08:00-12:00, 13:00-17:00; Fri 08:00-13:00'."
            );
        }

        // By name only: a number or a list of names would parse as well.
        RepRole? role = entry.Role?.Trim().ToUpperInvariant() switch
        {
            null or "" or "REP" => RepRole.Rep,
            "MANAGER" => RepRole.Manager,
            _ => null,
        };
        if (role is null)
            problems.Add($"{key}:Role is unknown: it is rep or manager.");

        return problems.Count > before
            ? null
            : new Rep
            {
                Name = entry.Name.Trim(),
                Email = email,
                AadObjectId = entry.AadObjectId.Trim(),
                HubSpotOwnerId = string.IsNullOrWhiteSpace(entry.HubSpotOwnerId) ? null : entry.HubSpotOwnerId.Trim(),
                TimeZone = zone!,
                Hours = hours,
                Role = role!.Value,
                Team = entry.Team,
            };
    }
}
