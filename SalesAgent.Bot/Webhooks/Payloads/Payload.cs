using SalesAgent.Core.Forgetting.Deletions;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>What a body holds.</summary>
/// <param name="Ignored">Events that are no leads.</param>
/// <param name="Removals">Contacts or companies that were deleted, restored, erased or merged.</param>
/// <param name="Problems">Events that should have been leads and cannot be used, beside others that can: a sentence each, without a piece
/// of the body.</param>
internal sealed record Payload(IReadOnlyList<IncomingLead> Leads, int Ignored = 0, int Removals = 0, IReadOnlyList<string>? Problems = null)
{
    /// <summary>What the removals say, as far as they name what they are about.</summary>
    public IReadOnlyList<RecordNews> News { get; init; } = [];
}

/// <param name="sentAt">The signature's timestamp: the sender's clock when it delivered.</param>
/// <exception cref="UnusableBodyException">It is not what the route takes.</exception>
/// <exception cref="System.Text.Json.JsonException">It is not JSON.</exception>
internal delegate Payload ReadPayload(ReadOnlyMemory<byte> body, HubSpotWebhookOptions options, DateTimeOffset sentAt);
