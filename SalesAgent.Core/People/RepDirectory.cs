using Microsoft.Extensions.Configuration;
using SalesAgent.Core.Leads;

namespace SalesAgent.Core.People;

/// <summary>Who works here: HubSpot owner, Teams identity and mailbox of each rep. The first one listed takes leads that nobody owns.</summary>
public sealed class RepDirectory
{
    private readonly Dictionary<string, Rep> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Rep> _byEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Rep> _byOwner = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Nobody is listed, or two share an identity.</exception>
    public RepDirectory(IReadOnlyList<Rep> reps)
    {
        if (reps.Count == 0) throw new ArgumentException("Reps: list at least one rep.", nameof(reps));

        All = reps;
        foreach (var rep in reps)
        {
            if (!_byId.TryAdd(rep.Id, rep)) throw new ArgumentException("Reps: two reps have the same AadObjectId.", nameof(reps));
            if (!_byEmail.TryAdd(rep.Email, rep)) throw new ArgumentException("Reps: two reps have the same Email.", nameof(reps));
            if (rep.HubSpotOwnerId is { Length: > 0 } owner && !_byOwner.TryAdd(owner, rep))
                throw new ArgumentException("Reps: two reps have the same HubSpotOwnerId.", nameof(reps));
        }
    }

    public IReadOnlyList<Rep> All { get; }

    /// <summary>Takes leads without an owner, or whose owner is not in the directory.</summary>
    public Rep Default => All[0];

    public Rep? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    public Rep? FindByEmail(string email) => _byEmail.GetValueOrDefault(email);

    public Rep? FindByOwner(string? hubSpotOwnerId) => hubSpotOwnerId is null ? null : _byOwner.GetValueOrDefault(hubSpotOwnerId);

    /// <summary>Owner of the lead, or a manager. Everybody else: no.</summary>
    public static bool MayDecide(Rep actor, string ownerRepId) =>
        actor.Role is RepRole.Manager || string.Equals(actor.Id, ownerRepId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>Reps</c>.</summary>
    /// <returns>Null when something is wrong: every problem is then named with its key, never its value.</returns>
    public static RepDirectory? From(IConfiguration configuration, WorkingHours defaultHours, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        var reps = new List<Rep>();
        var entries = configuration.GetSection(RepOptions.Section).Get<RepOptions[]>() ?? [];
        for (var i = 0; i < entries.Length; i++)
        {
            if (Read(entries[i], $"{RepOptions.Section}:{i}", defaultHours, found) is { } rep) reps.Add(rep);
        }

        if (entries.Length == 0) found.Add("Reps: list at least one rep (Name, Email, AadObjectId, TimeZone).");
        if (found.Count > 0) return null;

        try
        {
            return new RepDirectory(reps);
        }
        catch (ArgumentException clash)
        {
            found.Add(clash.Message);
            return null;
        }
    }

    private static Rep? Read(RepOptions entry, string key, WorkingHours defaultHours, List<string> problems)
    {
        var before = problems.Count;
        if (string.IsNullOrWhiteSpace(entry.Name)) problems.Add($"{key}:Name is missing.");
        if (string.IsNullOrWhiteSpace(entry.AadObjectId)) problems.Add($"{key}:AadObjectId is missing: the person's Entra object id.");
        if (!EmailAddress.TryNormalise(entry.Email, out var email)) problems.Add($"{key}:Email is missing or no e-mail address.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(entry.TimeZone, out var zone))
            problems.Add($"{key}:TimeZone is missing or unknown: use an IANA id such as Europe/Berlin.");

        var hours = defaultHours;
        if (!string.IsNullOrWhiteSpace(entry.WorkingHours))
        {
            try
            {
                hours = WorkingHours.Parse(entry.WorkingHours);
            }
            catch (FormatException wrong)
            {
                problems.Add($"{key}:WorkingHours: {wrong.Message}");
            }
        }

        return problems.Count > before ? null : new Rep
        {
            Name = entry.Name.Trim(),
            Email = email,
            AadObjectId = entry.AadObjectId.Trim(),
            HubSpotOwnerId = entry.HubSpotOwnerId,
            TimeZone = zone!,
            Hours = hours,
            Role = entry.Role,
            Team = entry.Team,
        };
    }
}
