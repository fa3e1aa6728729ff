namespace SalesAgent.Bot.Operations.Operators;

/// <summary>An entry of section <c>OperatorKeys</c>: somebody who may call the operator routes.</summary>
internal sealed class OperatorKeyOptions
{
    public const string Section = "OperatorKeys";

    /// <summary>Who calls with the key, as logs name them: 1 to 64 letters, digits, dots, hyphens and underscores.</summary>
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the key, as 64 hexadecimal digits. <c>secrets operator-key</c> makes both.</summary>
    public string Hash { get; set; } = "";
}
