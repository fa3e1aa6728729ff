using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;

namespace SalesAgent.Bot.Protocol;

/// <summary>The tenant an activity names. It stands in two places, either of which may be empty.</summary>
public static class ActivityTenant
{
    /// <summary>Null when the activity names none.</summary>
    public static string? Of(Activity activity, TeamsChannelData? teams) => NamedBy(activity, teams).FirstOrDefault();

    /// <summary>More than one: the activity contradicts itself.</summary>
    internal static string[] NamedBy(Activity activity, TeamsChannelData? teams)
    {
        string?[] named = [teams?.Tenant?.Id, activity.Conversation?.TenantId];
        return [.. named.OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
