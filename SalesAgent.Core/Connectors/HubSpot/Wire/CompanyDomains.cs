using System.Collections.Frozen;
using System.Globalization;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary>The domains under which HubSpot may have filed the company that a mail host belongs to.</summary>
internal static class CompanyDomains
{
    /// <summary>With them a search stays within its five groups.</summary>
    private const int MostNames = 5;

    private static readonly FrozenSet<string> Registries = DataList.Read("registry-names");

    private static readonly IdnMapping International = new();

    /// <summary>
    /// The host, then the names above it; an international name in both spellings. Empty for a mail provider's host, which says
    /// nothing about a company.
    /// </summary>
    public static IReadOnlyList<string> Of(string host)
    {
        var names = new List<string>();
        for (
            var name = host.Trim().Trim('.').ToLowerInvariant();
            IsCompanys(name);
            name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]
        )
        {
            if (FreeMail.IsFreeMail(name))
                return [];
            names.Add(name);
            if (Unicode(name) is { } spelled)
                names.Add(spelled);
        }

        return [.. names.Take(MostNames)];
    }

    private static bool IsCompanys(string name) =>
        name.Length <= 253
        && name.Split('.') switch
        {
            [_] => false,
            [var second, { Length: 2 }] => !Registries.Contains(second),
            _ => true,
        };

    private static string? Unicode(string name)
    {
        if (!name.Contains("xn--", StringComparison.Ordinal))
            return null;
        try
        {
            return International.GetUnicode(name) is var spelled && spelled != name ? spelled : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
