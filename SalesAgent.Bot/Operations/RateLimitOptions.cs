using System.ComponentModel.DataAnnotations;

namespace SalesAgent.Bot.Operations;

/// <summary>Section <c>RateLimit</c>: how often one address may ask for one kind of thing.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    /// <summary>Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests in a window, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int Requests { get; set; } = 300;

    /// <summary>Seconds of a window, 1 to 3600.</summary>
    [Range(1, 3600)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>Proxies in front of this process whose <c>X-Forwarded-For</c> names the sender. Empty: nobody's does.</summary>
    public string[] KnownProxies { get; set; } = [];
}
