namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// The standing instructions of an agent: a file in Drafting/Prompts with a version in its name. Other words are a new version.
/// </summary>
/// <param name="Name">Such as <c>writer.v2</c>; goes to the audit.</param>
internal sealed record Prompt(string Name, string Text)
{
    public static Prompt Reader { get; } = Read("reader.v2");

    public static Prompt Writer { get; } = Read("writer.v2");

    public static Prompt Critic { get; } = Read("critic.v1");

    public static IReadOnlyList<Prompt> All { get; } = [Reader, Writer, Critic];

    private static Prompt Read(string name)
    {
        using var file =
            typeof(Prompt).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The prompt {name} is not in the assembly.");
        using var reader = new StreamReader(file);
        return new Prompt(name, reader.ReadToEnd().ReplaceLineEndings("\n").Trim());
    }
}
