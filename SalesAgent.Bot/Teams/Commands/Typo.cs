namespace SalesAgent.Bot.Teams.Commands;

/// <summary>How far what was typed is from what was meant: letters left out, added or mistaken, or two in the wrong order.</summary>
internal static class Typo
{
    /// <param name="most">Mistakes, at least 1.</param>
    public static bool IsBetween(string typed, string meant, int most) =>
        Math.Abs(typed.Length - meant.Length) <= most && Count(typed, meant) <= most;

    /// <summary>The distance named after Damerau and Levenshtein, with no letter touched twice.</summary>
    private static int Count(string a, string b)
    {
        var far = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            far[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            far[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var other = a[i - 1] == b[j - 1] ? 0 : 1;
                far[i, j] = Math.Min(Math.Min(far[i - 1, j] + 1, far[i, j - 1] + 1), far[i - 1, j - 1] + other);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    far[i, j] = Math.Min(far[i, j], far[i - 2, j - 2] + 1);
            }
        }

        return far[a.Length, b.Length];
    }
}
