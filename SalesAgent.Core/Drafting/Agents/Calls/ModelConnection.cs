using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>Three providers, one wire: Azure and Ollama both speak OpenAI's chat completions under a path of their own.</summary>
internal static class ModelConnection
{
    public const string HttpClientName = "language-model";

    private static readonly Uri OpenAIEndpoint = new("https://api.openai.com/v1/");
    private static readonly Uri OllamaEndpoint = new("http://127.0.0.1:11434");

    public static IChatClient Open(DraftingOptions options, HttpClient http)
    {
        var openAI = new OpenAIClientOptions
        {
            Endpoint = EndpointFor(options),
            Transport = new HttpClientPipelineTransport(http),
            // A template is at hand: asking again would only keep the lead waiting.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
            UserAgentApplicationId = "SalesAgent",
        };
        openAI.ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false };

        // Ollama takes any key, but the client wants one.
        var key = string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey;
        return new OpenAIClient(new ApiKeyCredential(key), openAI).GetChatClient(options.Model).AsIChatClient();
    }

    /// <summary>No tools, no stream, one JSON object, capped. No temperature: reasoning models refuse any but their own.</summary>
    public static ChatOptions AskingFor(DraftingOptions options) =>
        options.Provider == DraftingProvider.Ollama
            ? new ChatOptions
            {
                ResponseFormat = ChatResponseFormat.Json,
                RawRepresentationFactory = _ => WithMaxTokens(options.MaxOutputTokens),
            }
            : new ChatOptions { ResponseFormat = ChatResponseFormat.Json, MaxOutputTokens = options.MaxOutputTokens };

    internal static Uri EndpointFor(DraftingOptions options) =>
        options.Provider switch
        {
            DraftingProvider.AzureOpenAI => Under(options.Endpoint!, "openai/v1/"),
            DraftingProvider.Ollama => Under(options.Endpoint ?? OllamaEndpoint, "v1/"),
            _ => options.Endpoint ?? OpenAIEndpoint,
        };

    /// <summary>An endpoint that already names a path is taken as it is.</summary>
    private static Uri Under(Uri endpoint, string path) => endpoint.AbsolutePath == "/" ? new Uri(endpoint, path) : endpoint;

    /// <summary>Ollama reads <c>max_tokens</c> and passes over <c>max_completion_tokens</c>, which is all that the client writes.</summary>
    private static ChatCompletionOptions WithMaxTokens(int most)
    {
        var raw = new ChatCompletionOptions();
#pragma warning disable SCME0001 // The client's only way to a field it does not know.
        raw.Patch.Set("$.max_tokens"u8, most);
#pragma warning restore SCME0001
        return raw;
    }
}
