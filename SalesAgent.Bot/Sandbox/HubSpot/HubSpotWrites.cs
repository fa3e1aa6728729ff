using System.Globalization;
using System.Text.Json.Nodes;
using MimeKit;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.HubSpot;

/// <summary>Creates, changes and deletes objects, with the checks HubSpot makes first.</summary>
internal sealed class HubSpotWrites(HubSpotPortal portal, HubSpotWire wire)
{
    private const int LongestNote = 65_536;
    private const int MostInputs = 100;
    private static readonly string[] ContactNeeds = ["email", "firstname", "lastname"];
    private static readonly string[] CompanyNeeds = ["name", "domain"];

    public SandboxAnswer Create(SandboxCall call, string type)
    {
        var body = call.Json();
        if (Properties(body) is not { } properties)
            return wire.Invalid("Invalid input JSON: 'properties' is required and holds strings.");
        if (Objection(type, properties, creating: true) is { } refused)
            return refused;
        if (Links(type, body, out var objection) is not { } links)
            return objection!;
        var (made, existing) = portal.Create(type, properties);
        if (made is null)
            return Conflict(existing);
        foreach (var link in links)
            portal.Link(type, made.Id, link);
        return SandboxAnswer.Json(201, writer => HubSpotJson.Write(writer, made, null));
    }

    public SandboxAnswer Update(SandboxCall call, string type)
    {
        if (Target(call, type) is not { } target)
            return wire.NotFound();
        if (Properties(call.Json()) is not { } properties)
            return wire.Invalid("Invalid input JSON: 'properties' is required and holds strings.");
        if (Objection(type, properties, creating: false) is { } refused)
            return refused;
        var (changed, existing) = portal.Update(type, target.Id, properties);
        if (changed is not null)
            return SandboxAnswer.Json(200, writer => HubSpotJson.Write(writer, changed, null));
        return existing is null ? wire.NotFound() : Conflict(existing);
    }

    /// <summary>Deleting what is not there is a success for HubSpot too.</summary>
    public SandboxAnswer Delete(SandboxCall call, string type)
    {
        if (Target(call, type) is { } target)
            portal.Archive(type, target.Id);
        return SandboxAnswer.Empty(204);
    }

    /// <summary>Contacts by address: all of them or none.</summary>
    public SandboxAnswer Upsert(SandboxCall call)
    {
        var inputs = call.Json().Items("inputs");
        if (inputs.Count is 0 or > MostInputs)
            return wire.Invalid($"inputs must hold between 1 and {MostInputs} objects.");
        var wishes = new List<(string Email, Dictionary<string, string> Properties)>();
        foreach (var input in inputs)
        {
            if (
                input.Text("idProperty") is not "email"
                || input.Text("id") is not { Length: > 0 } email
                || Properties(input) is not { } properties
            )
            {
                return wire.Invalid("Each input needs idProperty 'email', id and properties.");
            }

            properties["email"] = email;
            if (Objection("contacts", properties, creating: true) is { } refused)
                return refused;
            wishes.Add((email, properties));
        }

        var done = new List<HubSpotRecord>();
        foreach (var (email, properties) in wishes)
        {
            var (made, existing) = portal.Create("contacts", properties);
            made ??= portal.Update("contacts", existing!.Value, properties).Changed;
            if (made is not null)
                done.Add(made);
        }

        return SandboxAnswer.Json(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("status", "COMPLETE");
                writer.WriteStartArray("results");
                foreach (var one in done)
                    HubSpotJson.Write(writer, one, null);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        );
    }

    /// <summary><c>PUT …/{type}/{id}/associations/default/{toType}/{toId}</c></summary>
    public SandboxAnswer Associate(SandboxCall call)
    {
        var (from, to) = (Plural(call.Route("type")), Plural(call.Route("toType")));
        if (from is null || to is null || HubSpotSchema.DefaultAssociation(from, to) is not { } typeId)
            return wire.Invalid("These objects cannot be associated.");
        if (
            Id(call.Route("id")) is not { } id
            || portal.Find(from, id) is null
            || Id(call.Route("toId")) is not { } toId
            || portal.Find(to, toId) is null
        )
        {
            return wire.NotFound();
        }

        portal.Link(from, id, new HubSpotLink(to, toId, typeId));
        return SandboxAnswer.Json(200, new JsonObject { ["status"] = "COMPLETE", ["results"] = new JsonArray() });
    }

    /// <summary>The object a path names, by id or by address.</summary>
    public HubSpotRecord? Target(SandboxCall call, string type)
    {
        var id = call.Route("id");
        if (call.Query("idProperty") is "email" && type == "contacts")
            return portal.ContactByEmail(id);
        return Id(id) is { } number ? portal.Find(type, number) : null;
    }

    public static long? Id(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string? Plural(string type) =>
        HubSpotSchema.Types.FirstOrDefault(known => known == type || HubSpotSchema.Singular(known) == type);

    private SandboxAnswer Conflict(long? existing) =>
        wire.Error(409, "CONFLICT", string.Create(CultureInfo.InvariantCulture, $"Contact already exists. Existing ID: {existing}"));

    private static Dictionary<string, string>? Properties(JsonNode? body)
    {
        if (body.Child("properties") is not { } wanted)
            return null;
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in wanted)
        {
            if (value is not null and not JsonValue)
                return null;
            properties[name] = value.AsText() ?? "";
        }

        return properties;
    }

    private SandboxAnswer? Objection(string type, Dictionary<string, string> properties, bool creating)
    {
        foreach (var (name, value) in properties)
        {
            if (!HubSpotSchema.Knows(type, name))
                return BadProperty(name, "PROPERTY_DOESNT_EXIST", $"Property \"{name}\" does not exist");
            if (!HubSpotSchema.MayWrite(name))
                return BadProperty(name, "READ_ONLY_VALUE", $"\"{name}\" is a read only property; its value cannot be set.");
            if (!HubSpotSchema.Allows(name, value))
                return BadProperty(name, "INVALID_OPTION", $"{value} was not one of the allowed options");
            if (name == "email" && value.Length > 0 && !IsAddress(value))
                return BadProperty(name, "INVALID_EMAIL", $"Email address {value} is invalid");
            if (name == "hubspot_owner_id" && value.Length > 0 && portal.Owner(value) is not { Archived: false })
                return BadProperty(name, "INVALID_OWNER_ID", $"The owner {value} does not exist or is not active.");
            if (name == "hs_timestamp" && !IsInstant(value))
                return BadProperty(name, "INVALID_DATE", $"{value} was not a valid long or ISO-8601 date.");
            if (name == "hs_note_body" && value.Length > LongestNote)
            {
                return BadProperty(
                    name,
                    "INVALID_STRING_LENGTH",
                    $"hs_note_body exceeds the limit of {LongestNote.ToString(CultureInfo.InvariantCulture)} characters."
                );
            }
        }

        if (!creating)
            return null;
        if (type is "tasks" or "notes" && !properties.ContainsKey("hs_timestamp"))
        {
            return wire.Invalid(
                "Error creating object. Some required properties were not set: [hs_timestamp].",
                "MISSING_REQUIRED_PROPERTY",
                "hs_timestamp"
            );
        }

        if (type == "contacts" && !ContactNeeds.Any(name => properties.GetValueOrDefault(name) is { Length: > 0 }))
            return wire.Invalid("At least one of email, firstname or lastname must be set.", "MISSING_REQUIRED_PROPERTY", "email");
        return type == "companies" && !CompanyNeeds.Any(name => properties.GetValueOrDefault(name) is { Length: > 0 })
            ? wire.Invalid("At least one of name or domain must be set.", "MISSING_REQUIRED_PROPERTY", "name")
            : null;
    }

    private SandboxAnswer BadProperty(string name, string error, string message)
    {
        var detail = new JsonObject
        {
            ["isValid"] = false,
            ["message"] = message,
            ["error"] = error,
            ["name"] = name,
        };
        return wire.Error(
            400,
            "VALIDATION_ERROR",
            $"Property values were not valid: [{detail.ToJsonString()}]",
            new JsonArray(
                new JsonObject
                {
                    ["message"] = message,
                    ["code"] = error,
                    ["context"] = new JsonObject { ["propertyName"] = new JsonArray(name) },
                }
            )
        );
    }

    // Every association is checked before anything is written, so that a refused create leaves nothing behind.
    private List<HubSpotLink>? Links(string type, JsonObject body, out SandboxAnswer? objection)
    {
        objection = null;
        var links = new List<HubSpotLink>();
        foreach (var association in body.Items("associations"))
        {
            var kinds = association.Items("types");
            if (Id(association.Child("to").Text("id")) is not { } toId || kinds.Count == 0)
            {
                objection = wire.Invalid("Invalid input JSON: each association needs to.id and types.");
                return null;
            }

            foreach (var kind in kinds)
            {
                if (
                    kind.Text("associationCategory") is not "HUBSPOT_DEFINED"
                    || kind.Number("associationTypeId") is not { } typeId
                    || HubSpotSchema.TargetOf(type, typeId) is not { } toType
                )
                {
                    objection = wire.Invalid(
                        $"The association type {kind.Text("associationCategory")}/{kind.Text("associationTypeId")} is not valid for {type}.",
                        "INVALID_ASSOCIATION_TYPE"
                    );
                    return null;
                }

                if (portal.Find(toType, toId) is null)
                {
                    objection = wire.Invalid(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Object IDs [{toId}] of type {HubSpotSchema.Singular(toType)} to associate do not exist."
                        ),
                        "ASSOCIATED_OBJECT_NOT_FOUND"
                    );
                    return null;
                }

                links.Add(new HubSpotLink(toType, toId, typeId));
            }
        }

        return links;
    }

    private static bool IsAddress(string value) =>
        MailboxAddress.TryParse(value, out var mailbox)
        && mailbox.Address.IndexOf('@', StringComparison.Ordinal) > 0
        && mailbox.Address.LastIndexOf('.') > mailbox.Address.IndexOf('@', StringComparison.Ordinal);

    private static bool IsInstant(string value) =>
        (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 100_000_000_000)
        || (
            value.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
        );
}
