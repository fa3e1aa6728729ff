using System.Collections.Frozen;

namespace SalesAgent.Core.Texts;

/// <summary>A list that people extend without reading code: a text file beside its user, built into the assembly.</summary>
internal static class DataList
{
    /// <summary>Its lines in any case, without blanks around them; what begins with <c>#</c> is a remark.</summary>
    /// <param name="name">Of the file, without folder and <c>.txt</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static FrozenSet<string> Read(string name)
    {
        using var stream =
            typeof(DataList).Assembly.GetManifestResourceStream($"{name}.txt")
            ?? throw new InvalidOperationException($"The list '{name}' was not built into the program.");
        using var reader = new StreamReader(stream);
        return reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
