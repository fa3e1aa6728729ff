using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Protocol;

/// <param name="Status">The HTTP status. For <c>adaptiveCard/action</c> always 200, see <see cref="AdaptiveCardInvokeResponse"/>.</param>
/// <param name="Body">Null: an empty body, which closes a dialog.</param>
public sealed record InvokeResponse(int Status, JsonNode? Body);
