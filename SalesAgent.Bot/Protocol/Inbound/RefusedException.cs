namespace SalesAgent.Bot.Protocol;

/// <summary>Carries a refusal out through the SDK's adapter.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception($"An activity was refused with {refusal.Status}: {refusal.Reason}.")
{
    public Refusal Refusal { get; } = refusal;
}
