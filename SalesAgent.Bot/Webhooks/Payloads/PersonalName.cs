namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>One field for the whole name, as forms have it.</summary>
internal static class PersonalName
{
    /// <summary>
    /// Surname first when a comma says so, else the first word is the given name. What has no letter, or reads like an address, is no name.
    /// </summary>
    public static (string? First, string? Last) Of(string? whole)
    {
        if (whole is null || !whole.Any(char.IsLetter) || whole.AsSpan().IndexOfAny('@', '/') >= 0)
            return default;

        if (whole.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var last, var first])
            return (first, last);

        var blank = whole.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? (whole, null) : (whole[..blank], whole[(blank + 1)..].Trim());
    }
}
