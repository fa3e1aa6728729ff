using Microsoft.Extensions.Options;
using SalesAgent.Core.Drafting.Writing;

namespace SalesAgent.Core.Drafting;

/// <summary>Stops the start when drafts could not be written as configured. Names keys and files, never values.</summary>
internal sealed class ValidateDrafting : IValidateOptions<DraftingOptions>
{
    public ValidateOptionsResult Validate(string? name, DraftingOptions options)
    {
        List<string> problems = [.. ModelProblems(options), .. HostProblems(options)];
        try
        {
            TemplateLibrary.Load(options.TemplateFolder);
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            // Which file it is does help, where the folder lies is the configuration's own affair.
            var told = options.TemplateFolder is { Length: > 0 } folder
                ? failure.Message.Replace(folder, "", StringComparison.Ordinal)
                : failure.Message;
            problems.AddRange(told.Split('\n').Select(line => $"Drafting:TemplateFolder: {line.TrimStart('/', '\\', ' ')}"));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ModelProblems(DraftingOptions options)
    {
        if (!Enum.IsDefined(options.Provider))
            yield return $"Drafting:Provider must be one of {string.Join(", ", Enum.GetNames<DraftingProvider>())}.";
        if (options.Provider == DraftingProvider.None)
            yield break;

        if (string.IsNullOrWhiteSpace(options.Model))
            yield return $"Drafting:Model is needed with {options.Provider}.";
        if (string.IsNullOrWhiteSpace(options.ApiKey) && options.Provider != DraftingProvider.Ollama)
            yield return $"Drafting:ApiKey is needed with {options.Provider}.";
        if (options.Endpoint is null && options.Provider == DraftingProvider.AzureOpenAI)
            yield return "Drafting:Endpoint is needed with AzureOpenAI, such as https://example.openai.azure.com.";
        if (options.Endpoint is { } endpoint && !IsSafe(endpoint, options))
            yield return "Drafting:Endpoint must be an absolute https address (http only on the same machine, or for Ollama without a key).";
        if (options.TimeoutSeconds is < 1 or > 120)
            yield return "Drafting:TimeoutSeconds must be between 1 and 120.";
        if (options.MaxOutputTokens is < 100 or > 16_000)
            yield return "Drafting:MaxOutputTokens must be between 100 and 16000.";
        if (options.DailyTokenLimit is not 0 and < 5000)
            yield return "Drafting:DailyTokenLimit must be 0 (no limit) or at least 5000: less is not enough for one mail.";

        static bool IsSafe(Uri endpoint, DraftingOptions options) =>
            endpoint.IsAbsoluteUri
            && endpoint.UserInfo.Length == 0
            && (
                endpoint.Scheme == Uri.UriSchemeHttps
                || (
                    endpoint.Scheme == Uri.UriSchemeHttp
                    && (endpoint.IsLoopback || (options.Provider == DraftingProvider.Ollama && string.IsNullOrEmpty(options.ApiKey)))
                )
            );
    }

    private static IEnumerable<string> HostProblems(DraftingOptions options)
    {
        foreach (var (index, host) in options.LinkHosts.Index())
        {
            var bare = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
            if (Uri.CheckHostName(bare) != UriHostNameType.Dns || !bare.Contains('.', StringComparison.Ordinal))
                yield return $"Drafting:LinkHosts:{index} is no host: write it like 'www.example.com' or '*.example.com'.";
        }
    }
}
