namespace SalesAgent.Core.Drafting.Writing;

/// <summary>The standing instructions of the model, a file with a version in its name: a change of meaning is a new file.</summary>
internal static class WriterPrompt
{
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "Drafting", "Prompts", "writer.v1.md");

    public static string Read() => System.IO.File.ReadAllText(File).ReplaceLineEndings("\n").Trim();
}
