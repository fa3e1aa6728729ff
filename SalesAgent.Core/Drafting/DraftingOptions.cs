namespace SalesAgent.Core.Drafting;

/// <summary>How the text of a draft comes about.</summary>
public sealed class DraftingOptions
{
    public const string Section = "Drafting";

    /// <summary>
    /// Which language model writes; with <see cref="DraftingProvider.None"/>, and whenever the model fails, the templates do.
    /// </summary>
    public DraftingProvider Provider { get; set; }

    /// <summary>
    /// Where the model is asked. OpenAI: default https://api.openai.com/v1/. AzureOpenAI: needed, such as https://example.openai.azure.com.
    /// Ollama: default http://127.0.0.1:11434. Without https only on the same machine, or for Ollama.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Name of the model, or of the deployment at Azure. Needed with a provider.</summary>
    public string? Model { get; set; }

    /// <summary>Secret. Needed for OpenAI and AzureOpenAI.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How long a lead waits for the model, all its calls together, before a template is used. 1 to 120, default 20.</summary>
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>The longest answer that is paid for, what a reasoning model thinks included. 100 to 16000, default 700.</summary>
    public int MaxOutputTokens { get; set; } = 700;

    /// <summary>
    /// Tokens, read and written, that the model may take in a UTC day, all instances together; then templates write. 0: no limit.
    /// Else at least 5000, default 500000, which is a few hundred leads.
    /// </summary>
    public int DailyTokenLimit { get; set; } = 500_000;

    /// <summary>Whether the model also reads each text that passed the rules and may have it written again: one call more a lead.</summary>
    public bool Critic { get; set; }

    /// <summary>
    /// Folder with templates of your own: <c>{team}/first-message.hbs</c> and so on for a team, <c>default/…</c> for everybody.
    /// What is not there comes with the product. Read at start.
    /// </summary>
    public string? TemplateFolder { get; set; }

    /// <summary>
    /// Hosts that a draft may link to: <c>www.example.com</c>, or <c>*.example.com</c> for all below it. Empty: no links.
    /// </summary>
    public IList<string> LinkHosts { get; } = [];
}

public enum DraftingProvider
{
    None,
    OpenAI,
    AzureOpenAI,
    Ollama,
}
