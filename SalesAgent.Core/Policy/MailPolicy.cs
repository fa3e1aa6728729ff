using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Policy;

/// <summary>What may become of a mail. Whoever writes one asks first, and <c>/health/ready</c> tells the answers.</summary>
public sealed class MailPolicy(IOptions<ModeOptions> mode, DraftOnlyProof proof)
{
    /// <summary>Mail can be drafted and not sent: the configuration says so, and the last trial to send was refused.</summary>
    public bool IsDraftOnlyEnforced => mode.Value.DraftOnly && proof.Last is { Escaped: [] };

    /// <summary>Mail may leave without a person. No configuration that starts allows it.</summary>
    public bool IsAutoSendAllowed => mode.Value is { AllowAutoSend: true, DraftOnly: false, RequireApproval: false };
}
