using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Login;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Teams.Connector;

/// <summary>The connector's way of refusing.</summary>
internal sealed class ConnectorWire(LoginWire login) : VendorWire
{
    public override bool WantsJson => true;

    public override SandboxAnswer? Refusal(SandboxCall call)
    {
        // Two shapes on purpose: the gate in front of the service has no error object.
        if (call.Bearer is not { } token)
            return SandboxAnswer.Json(401, new JsonObject { ["message"] = "Authorization has been denied for this request." });
        if (!login.Accepts(token))
            return Error(401, "BotNotRegistered", "The bot is not registered, or its token is not valid.");
        return call.Route("tenant") == SandboxCredentials.TenantId ? null : Error(404, "ConversationNotFound", "Conversation not found.");
    }

    public override SandboxAnswer Failure(int status, string? message = null) =>
        status switch
        {
            400 => Error(400, "BadSyntax", message ?? "Bad format of conversation ID"),
            403 => Error(403, "BotNotInConversationRoster", message ?? "The bot is not part of the conversation roster."),
            404 => Error(404, "ConversationNotFound", message ?? "Conversation not found."),
            412 => Error(412, "PreconditionFailed", message ?? "Precondition failed, please try again."),
            413 => Error(413, "MessageSizeTooBig", message ?? "Message size too large."),
            429 => Error(429, "Throttled", message ?? "Too many requests."),
            _ => Error(status, "ServiceError", message ?? "An internal error occurred."),
        };

    public static SandboxAnswer Error(int status, string code, string message) =>
        SandboxAnswer.Json(
            status,
            new JsonObject
            {
                ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
            }
        );
}
