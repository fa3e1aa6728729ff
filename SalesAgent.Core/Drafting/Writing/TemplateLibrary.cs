using System.Collections.Frozen;

namespace SalesAgent.Core.Drafting.Writing;

/// <summary>All templates, read once: a team's own, then everybody's own, then those that come with the product.</summary>
internal sealed class TemplateLibrary
{
    private const string Default = "default";
    private const string Extension = ".hbs";

    private readonly FrozenDictionary<string, FrozenDictionary<MailKind, MailTemplate>> _byTeam;

    private TemplateLibrary(FrozenDictionary<string, FrozenDictionary<MailKind, MailTemplate>> byTeam) => _byTeam = byTeam;

    /// <summary>Where the templates lie that come with the product.</summary>
    public static string BuiltInFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Drafting", "Templates");

    /// <param name="ownFolder">See <see cref="DraftingOptions.TemplateFolder"/>; null when there is none.</param>
    /// <exception cref="FormatException">Templates are missing or broken; the message has a line for each mistake, with file and line
    /// number.</exception>
    public static TemplateLibrary Load(string? ownFolder)
    {
        var problems = new List<string>();
        var defaults = ReadFolder(Path.Combine(BuiltInFolder, Default), problems);
        foreach (var kind in MailKinds.All.Where(kind => !defaults.ContainsKey(kind)))
            problems.Add($"{Path.Combine(BuiltInFolder, Default, MailKinds.NameOf(kind) + Extension)} is missing.");

        var own = new Dictionary<string, Dictionary<MailKind, MailTemplate>>(StringComparer.OrdinalIgnoreCase);
        if (!string.IsNullOrWhiteSpace(ownFolder))
        {
            if (!Directory.Exists(ownFolder))
            {
                problems.Add($"{ownFolder} is no folder.");
            }
            else
            {
                foreach (var folder in Directory.EnumerateDirectories(ownFolder))
                    own[Path.GetFileName(folder)] = ReadFolder(folder, problems);
            }
        }

        if (problems.Count > 0)
            throw new FormatException(string.Join('\n', problems));

        foreach (var (kind, template) in own.GetValueOrDefault(Default) ?? [])
            defaults[kind] = template;
        own[Default] = defaults;
        return new TemplateLibrary(
            own.ToFrozenDictionary(
                team => team.Key,
                team => MailKinds.All.ToFrozenDictionary(kind => kind, kind => team.Value.GetValueOrDefault(kind) ?? defaults[kind]),
                StringComparer.OrdinalIgnoreCase
            )
        );
    }

    /// <param name="team">A name to look up among the folders that were read, never a path. Unknown or null: the default.</param>
    public MailTemplate For(string? team, MailKind kind) =>
        (team is not null && _byTeam.TryGetValue(team, out var templates) ? templates : _byTeam[Default])[kind];

    private static Dictionary<MailKind, MailTemplate> ReadFolder(string folder, List<string> problems)
    {
        var templates = new Dictionary<MailKind, MailTemplate>();
        if (!Directory.Exists(folder))
            return templates;

        foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var kinds = MailKinds.All.Where(kind => MailKinds.NameOf(kind) == name).ToArray();
            if (kinds.Length == 0)
            {
                problems.Add(
                    $"{file}: there is no such template. There are: {string.Join(", ", MailKinds.All.Select(kind => MailKinds.NameOf(kind) + Extension))}."
                );
                continue;
            }

            try
            {
                templates[kinds[0]] = MailTemplate.Read(kinds[0], file, File.ReadAllText(file));
            }
            catch (FormatException problem)
            {
                problems.Add(problem.Message);
            }
        }

        return templates;
    }
}
