using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace SalesAgent.Bot.Operations.Settings;

/// <summary>Where a value comes from, in words for an engineer.</summary>
internal static class SettingSource
{
    public const string Default = "default";

    /// <summary>Null: nobody sets it.</summary>
    public static string? Of(IConfiguration configuration, string key)
    {
        // The last one that has it wins, empty or not.
        foreach (var provider in ((IConfigurationRoot)configuration).Providers.Reverse())
        {
            if (provider.TryGet(key, out var value) && !string.IsNullOrWhiteSpace(value))
                return NameOf(provider);
        }

        return null;
    }

    private static string NameOf(IConfigurationProvider provider) =>
        provider switch
        {
            CommandLineConfigurationProvider => "argument",
            EnvironmentVariablesConfigurationProvider => "environment",
            JsonConfigurationProvider file => Path.GetFileName(file.Source.Path) ?? "file",
            MemoryConfigurationProvider => "sandbox",
            ChainedConfigurationProvider => "host",
            _ => provider.GetType().Name,
        };
}
