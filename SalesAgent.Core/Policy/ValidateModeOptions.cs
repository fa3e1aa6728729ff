using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Policy;

/// <summary>
/// The truth table of the mode, the same in every environment: of its eight rows one starts. A switch that nothing obeys would be
/// worse than none, so the others say why they do not (docs/decisions/0013-one-mode.md).
/// </summary>
internal sealed class ValidateModeOptions : IValidateOptions<ModeOptions>
{
    public ValidateOptionsResult Validate(string? name, ModeOptions options) =>
        Problems(options).ToArray() is { Length: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Problems(ModeOptions mode)
    {
        if (!mode.DraftOnly)
            yield return "Mode:DraftOnly is false, but nothing here can send: set it to true. The rep sends from Gmail.";
        if (mode.AllowAutoSend)
        {
            yield return mode.DraftOnly
                ? "Mode:AllowAutoSend is true while Mode:DraftOnly is: they contradict each other. Set it to false."
                : "Mode:AllowAutoSend is true: no mail leaves without a person. Set it to false.";
        }

        if (!mode.RequireApproval)
        {
            yield return mode.DraftOnly
                ? "Mode:RequireApproval is false, but every draft is put before a person: set it to true."
                : "Mode:RequireApproval is false while sending is asked for: approval can never be switched off then. Set it to true.";
        }
    }
}
