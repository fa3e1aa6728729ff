using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.HubSpot;

/// <summary>Objects by id or address, batches of them, their associations, owners and the account.</summary>
internal sealed class HubSpotReads(HubSpotPortal portal, HubSpotWire wire, HubSpotWrites objects, TimeProvider time)
{
    private const int MostInputs = 100;
    private readonly DateTimeOffset since = time.GetUtcNow().AddYears(-2);

    public SandboxAnswer Get(SandboxCall call, string type)
    {
        if (objects.Target(call, type) is not { } found)
            return wire.NotFound();
        var asked = call.QueryAll("properties", commas: true).ToList();
        var toTypes = call.QueryAll("associations", commas: true).ToList();
        return SandboxAnswer.Json(
            200,
            writer => HubSpotJson.Write(writer, found, asked, toTypes.Count == 0 ? null : more => WriteAssociations(more, found, toTypes))
        );
    }

    public SandboxAnswer BatchRead(SandboxCall call, string type)
    {
        var body = call.Json();
        var inputs = body.Items("inputs");
        if (inputs.Count is 0 or > MostInputs)
            return wire.Invalid($"inputs must hold between 1 and {MostInputs} ids.");
        var byEmail = body.Text("idProperty") is "email" && type == "contacts";
        var asked = body.Items("properties").Select(node => node.AsText() ?? "").ToList();
        var found = new List<HubSpotRecord>();
        var missing = new List<string>();
        foreach (var wanted in inputs.Select(input => input.Text("id")).Distinct(StringComparer.Ordinal))
        {
            var record =
                byEmail ? portal.ContactByEmail(wanted ?? "")
                : HubSpotWrites.Id(wanted) is { } id ? portal.Find(type, id)
                : null;
            if (record is null)
                missing.Add(wanted ?? "");
            else
                found.Add(record);
        }

        return Batch(
            missing,
            null,
            $"Could not get some {HubSpotSchema.Singular(type).ToUpperInvariant()} objects, they may be deleted or not exist. Check that ids are valid.",
            writer =>
            {
                foreach (var record in found)
                    HubSpotJson.Write(writer, record, asked);
            }
        );
    }

    /// <summary>Labels come from here only; the same pair has one row with all its labels.</summary>
    public SandboxAnswer Associations(SandboxCall call)
    {
        var (from, to) = (call.Route("from"), call.Route("to"));
        if (!HubSpotSchema.Types.Contains(from) || !HubSpotSchema.Types.Contains(to))
            return wire.Invalid($"Unable to infer object type from: {from}, {to}");
        var inputs = call.Json().Items("inputs");
        if (inputs.Count is 0 or > 1000)
            return wire.Invalid("inputs must hold between 1 and 1000 ids.");
        var found = new List<(long Id, IEnumerable<IGrouping<long, HubSpotLink>> Links)>();
        var missing = new List<string>();
        foreach (var wanted in inputs.Select(input => input.Text("id")).Distinct(StringComparer.Ordinal))
        {
            var linked = HubSpotWrites.Id(wanted) is { } id ? portal.LinksOf(from, id, to) : [];
            if (linked.Count == 0)
                missing.Add(wanted ?? "");
            else
                found.Add((HubSpotWrites.Id(wanted)!.Value, linked.GroupBy(link => link.ToId)));
        }

        return Batch(
            missing,
            "crm.associations.NO_ASSOCIATIONS_FOUND",
            $"No {HubSpotSchema.Singular(to)} is associated with {HubSpotSchema.Singular(from)} {string.Join(',', missing)}.",
            writer =>
            {
                foreach (var (id, groups) in found)
                    WriteRow(writer, id, groups);
            }
        );
    }

    public SandboxAnswer Owners(SandboxCall call)
    {
        var archived = call.Query("archived") is "true";
        var size = 100;
        if (
            call.Query("limit") is { } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > 500)
        )
        {
            return wire.Invalid("limit must be between 1 and 500.");
        }

        var found = portal
            .Owners.Where(owner => owner.Archived == archived)
            .Where(owner =>
                call.Query("email") is not { Length: > 0 } email || owner.Email.Equals(email, StringComparison.OrdinalIgnoreCase)
            )
            .SkipWhile(owner => call.Query("after") is { Length: > 0 } after && string.CompareOrdinal(owner.Id, after) <= 0)
            .ToList();
        return SandboxAnswer.Json(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("results");
                foreach (var owner in found.Take(size))
                    HubSpotJson.Write(writer, owner, since);
                writer.WriteEndArray();
                if (found.Count > size)
                    WritePaging(writer, found[size - 1].Id);
                writer.WriteEndObject();
            }
        );
    }

    public SandboxAnswer Owner(SandboxCall call)
    {
        var archived = call.Query("archived") is "true";
        return portal.Owner(call.Route("id")) is { } owner && owner.Archived == archived
            ? SandboxAnswer.Json(200, writer => HubSpotJson.Write(writer, owner, since))
            : wire.NotFound();
    }

    public static SandboxAnswer Account(SandboxCall call) =>
        SandboxAnswer.Json(
            200,
            new JsonObject
            {
                ["portalId"] = SandboxCredentials.HubSpotPortalId,
                ["accountType"] = "STANDARD",
                ["timeZone"] = "US/Eastern",
                ["companyCurrency"] = "USD",
                ["additionalCurrencies"] = new JsonArray(),
                ["utcOffset"] = "-05:00",
                ["utcOffsetMilliseconds"] = -18_000_000,
                ["uiDomain"] = "app.hubspot.example",
                ["dataHostingLocation"] = "na1",
            }
        );

    public static void WritePaging(Utf8JsonWriter writer, string after)
    {
        writer.WriteStartObject("paging");
        writer.WriteStartObject("next");
        writer.WriteString("after", after);
        writer.WriteString("link", $"?after={after}");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private SandboxAnswer Batch(List<string> missing, string? subCategory, string message, Action<Utf8JsonWriter> results) =>
        SandboxAnswer.Json(
            missing.Count == 0 ? 200 : 207,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("status", "COMPLETE");
                writer.WriteStartArray("results");
                results(writer);
                writer.WriteEndArray();
                if (missing.Count > 0)
                {
                    writer.WriteNumber("numErrors", 1);
                    writer.WriteStartArray("errors");
                    writer.WriteStartObject();
                    writer.WriteString("status", "error");
                    writer.WriteString("category", "OBJECT_NOT_FOUND");
                    if (subCategory is not null)
                        writer.WriteString("subCategory", subCategory);
                    writer.WriteString("message", message);
                    writer.WriteStartObject("context");
                    writer.WriteStartArray("ids");
                    foreach (var id in missing)
                        writer.WriteStringValue(id);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                    writer.WriteEndObject();
                    writer.WriteEndArray();
                }

                writer.WriteString("startedAt", HubSpotJson.Time(time.GetUtcNow()));
                writer.WriteString("completedAt", HubSpotJson.Time(time.GetUtcNow()));
                writer.WriteEndObject();
            }
        );

    private void WriteAssociations(Utf8JsonWriter writer, HubSpotRecord record, List<string> toTypes)
    {
        var linked = toTypes
            .Where(HubSpotSchema.Types.Contains)
            .Select(type => (Type: type, Links: portal.LinksOf(record.Type, record.Id, type)))
            .Where(one => one.Links.Count > 0)
            .ToList();
        if (linked.Count == 0)
            return;
        writer.WriteStartObject("associations");
        foreach (var (type, links) in linked)
        {
            writer.WriteStartObject(type);
            writer.WriteStartArray("results");
            foreach (var link in links)
            {
                writer.WriteStartObject();
                writer.WriteString("id", link.ToId.ToString(CultureInfo.InvariantCulture));
                writer.WriteString("type", HubSpotSchema.AssociationName(record.Type, type, link.TypeId));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, long from, IEnumerable<IGrouping<long, HubSpotLink>> groups)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("from");
        writer.WriteString("id", from.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        writer.WriteStartArray("to");
        foreach (var group in groups)
        {
            writer.WriteStartObject();
            writer.WriteString("toObjectId", group.Key.ToString(CultureInfo.InvariantCulture));
            writer.WriteStartArray("associationTypes");
            foreach (var link in group)
            {
                writer.WriteStartObject();
                writer.WriteString("category", "HUBSPOT_DEFINED");
                writer.WriteNumber("typeId", link.TypeId);
                writer.WriteString("label", HubSpotSchema.AssociationLabel(link.TypeId));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
