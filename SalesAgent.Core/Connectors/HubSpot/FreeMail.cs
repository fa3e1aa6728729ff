using System.Collections.Frozen;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>Domains that say nothing about an employer, and mailboxes that are nobody in particular.</summary>
public static class FreeMail
{
    private static readonly FrozenSet<string> Domains = DataList.Read("mail-providers");

    private static readonly FrozenSet<string> Roles = DataList.Read("role-names");

    /// <summary>The domain belongs to a mail provider or an access provider, so that it names no company.</summary>
    public static bool IsFreeMail(string domain) => Domains.Contains(domain.Trim().TrimEnd('.'));

    /// <summary>The part before the @ is a function (<c>info</c>, <c>sales</c>), not a person.</summary>
    public static bool IsRoleAddress(string localPart)
    {
        var name = localPart.Trim();
        var plus = name.IndexOf('+', StringComparison.Ordinal);
        return Roles.Contains(plus > 0 ? name[..plus] : name);
    }
}
