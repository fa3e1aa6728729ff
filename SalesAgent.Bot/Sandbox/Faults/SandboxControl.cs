using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Faults;

/// <summary>The sandbox's own routes: faults for a process under test, and a summary of what happened.</summary>
internal sealed class SandboxControl(SandboxWorld world, SandboxFaults faults, IReadOnlySet<string> operations) : VendorWire
{
    public override bool WantsJson => true;

    public override SandboxAnswer Failure(int status, string? message = null) =>
        SandboxAnswer.Json(status, new JsonObject { ["status"] = status, ["message"] = message ?? "The sandbox cannot do that." });

    public SandboxAnswer State(SandboxCall call) =>
        SandboxAnswer.Json(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("drafts", world.Gmail.Drafts);
                writer.WriteNumber("sends", world.Gmail.Sends);
                writer.WriteNumber("invitations", world.Calendar.Invitations);
                writer.WriteNumber("contacts", world.HubSpot.Count("contacts"));
                writer.WriteNumber("companies", world.HubSpot.Count("companies"));
                writer.WriteNumber("tasks", world.HubSpot.Count("tasks"));
                writer.WriteNumber("notes", world.HubSpot.Count("notes"));
                writer.WriteNumber("cards", world.Teams.Cards);
                writer.WriteNumber("cardUpdates", world.Teams.CardUpdates);
                writer.WriteStartObject("operations");
                foreach (var (name, (calls, writes)) in world.Calls.All.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WriteStartObject(name);
                    writer.WriteNumber("calls", calls);
                    writer.WriteNumber("writes", writes);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        );

    public SandboxAnswer List(SandboxCall call) =>
        SandboxAnswer.Json(
            200,
            new JsonArray([
                .. faults.Current.Select(rule =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["target"] = rule.Target,
                            ["kind"] = rule.Fault.GetType().Name,
                            ["left"] = rule.Left,
                        }
                ),
            ])
        );

    public SandboxAnswer Clear(SandboxCall call)
    {
        faults.Clear();
        return SandboxAnswer.Empty(204);
    }

    /// <summary>
    /// <c>{"target","kind":"delay|status|garbage|timeoutAfterWrite|drop|refuse","times"?,"milliseconds"?,"code"?,
    /// "retryAfterSeconds"?,"body"?,"garbage":"html|truncatedJson"?,"afterWrite"?}</c>
    /// </summary>
    public SandboxAnswer Set(SandboxCall call)
    {
        var wish = call.Json();
        var target = wish.Text("target") ?? "";
        if (
            !target.Contains('*', StringComparison.Ordinal)
            && !target.Contains('/', StringComparison.Ordinal)
            && !operations.Contains(target)
        )
        {
            return Failure(400, $"There is no operation '{target}'.");
        }

        if (wish.Number("times") is < 1)
            return Failure(400, "times must be at least 1.");

        var span = wish.Number("milliseconds") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : (TimeSpan?)null;
        Fault? fault = wish.Text("kind") switch
        {
            "delay" when span is { } wait => new Fault.Delay(wait),
            "late" when span is { } underWay => new Fault.Late(underWay),
            "status" when wish.Number("code") is { } code and >= 200 and < 600 => new Fault.Status(
                code,
                wish.Number("retryAfterSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                wish.Text("body")
            ),
            "garbage" => new Fault.Garbage(wish.Text("garbage") is "truncatedJson" ? GarbageKind.TruncatedJson : GarbageKind.Html),
            "timeoutAfterWrite" => new Fault.TimeoutAfterWrite(span),
            "drop" => new Fault.Drop(wish.Flag("afterWrite")),
            "refuse" => new Fault.Refuse(),
            _ => null,
        };
        if (fault is null)
        {
            return Failure(
                400,
                "kind is delay or late (with milliseconds), status (with code), garbage, timeoutAfterWrite, drop or refuse."
            );
        }

        faults.Set(target, fault, wish.Number("times"));
        return SandboxAnswer.Empty(204);
    }
}
