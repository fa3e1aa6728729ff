using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// A proxy that cannot be read is named at the start; a network of everybody is refused, because then everybody picks their own source.
/// </summary>
internal sealed class KnownProxiesCheck : IValidateOptions<RateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        List<string> problems = [];
        for (var i = 0; i < options.KnownProxies.Length; i++)
        {
            if (!KnownProxies.TryRead(options.KnownProxies[i], out var network))
                problems.Add($"RateLimit:KnownProxies:{i} must be an address or a network, such as 10.0.0.4 or 10.0.0.0/8.");
            else if (network.PrefixLength == 0)
                problems.Add($"RateLimit:KnownProxies:{i} is a network of everybody: name the proxies in front of this process.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
