using System.Globalization;

namespace SalesAgent.Tests.Journeys.Kills;

/// <summary>How much is done in this run: little where somebody waits for it, all of it where <c>.ci/run</c> says so.</summary>
internal static class KillRun
{
    public const string KillsVariable = "SALESAGENT_KILLS";
    public const string SeedVariable = "SALESAGENT_KILL_SEED";
    public const string LeadsVariable = "SALESAGENT_KILL_LEADS";

    /// <summary>Random moments for each storage.</summary>
    public static int Kills => Number(KillsVariable) ?? 10;

    /// <summary>Leads for two instances of which one is killed.</summary>
    public static int Leads => Number(LeadsVariable) ?? 100;

    /// <summary>Of a run that shall be had again, or a new one.</summary>
    public static int Seed() => Number(SeedVariable) ?? Random.Shared.Next();

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
