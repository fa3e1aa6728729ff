namespace SalesAgent.Bot.Sandbox;

/// <summary>How the sandbox behaves.</summary>
internal sealed record SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary>Added to every answer, in milliseconds; 0 and more.</summary>
    public int LatencyMilliseconds { get; set; }

    /// <summary>How long HubSpot's search does not see what was just written. The real one takes up to half a minute.</summary>
    public TimeSpan HubSpotIndexDelay { get; set; } = TimeSpan.Zero;

    /// <summary>Whether the world starts with the sample data, or with people only.</summary>
    public bool Seed { get; set; } = true;

    public static SandboxOptions In(IConfiguration configuration) =>
        configuration.GetSection(Section).Get<SandboxOptions>() ?? new SandboxOptions();
}
