using NJsonSchema;

namespace SalesAgent.Bot.Cli.Manifest;

/// <summary>Microsoft's JSON schema of Teams manifests (draft-04).</summary>
internal sealed class ManifestSchema
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly JsonSchema schema;

    private ManifestSchema(JsonSchema schema) => this.schema = schema;

    /// <summary>Null when it is not in a file and could not be fetched.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ManifestSchema?> ReadAsync(Uri address, FileInfo? file, CancellationToken cancellationToken)
    {
        var text = file is null
            ? await FetchAsync(address, cancellationToken)
            : await File.ReadAllTextAsync(file.FullName, cancellationToken);
        return text is null ? null : new ManifestSchema(await JsonSchema.FromJsonAsync(text, cancellationToken));
    }

    /// <returns>Where in the manifest, and which rule; empty when it is good.</returns>
    public IReadOnlyList<string> ProblemsOf(string manifest) =>
        [.. schema.Validate(manifest).Select(problem => $"manifest.json {problem.Path}: {problem.Kind}")];

    private static async Task<string?> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { Timeout = Patience };
        try
        {
            return await http.GetStringAsync(address, cancellationToken);
        }
        catch (Exception failure)
            when (failure is HttpRequestException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
