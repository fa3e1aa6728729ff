namespace SalesAgent.Bot.Operations.Settings;

/// <summary>How one setting stands. Never carries its value.</summary>
/// <param name="State"><c>present</c>, <c>missing</c> or <c>invalid</c>.</param>
/// <param name="Source">Who sets it, <c>default</c>, or null when nobody does.</param>
/// <param name="Problem">What is wrong and what to do; null when nothing is.</param>
internal sealed record SettingReport(string Key, string Severity, string State, string? Source, string Purpose, string? Problem)
{
    public const string Present = "present";
    public const string Missing = "missing";
    public const string Invalid = "invalid";

    public bool IsFine => State == Present;
}
