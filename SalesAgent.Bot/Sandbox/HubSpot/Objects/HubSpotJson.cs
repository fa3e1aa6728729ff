using System.Globalization;
using System.Text.Json;

namespace SalesAgent.Bot.Sandbox.HubSpot.Objects;

/// <summary>Objects and owners in HubSpot's spelling: every property a string, ids as strings, times with milliseconds.</summary>
internal static class HubSpotJson
{
    private static readonly Dictionary<string, string[]> Always = new(StringComparer.Ordinal)
    {
        ["contacts"] = ["createdate", "hs_object_id", "lastmodifieddate"],
        ["companies"] = ["createdate", "hs_lastmodifieddate", "hs_object_id"],
        ["deals"] = ["createdate", "hs_lastmodifieddate", "hs_object_id"],
        ["tasks"] = ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"],
        ["notes"] = ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"],
    };

    private static readonly Dictionary<string, string[]> Unasked = new(StringComparer.Ordinal)
    {
        ["contacts"] = ["email", "firstname", "lastname"],
        ["companies"] = ["name", "domain"],
        ["deals"] = ["dealname", "dealstage"],
        ["tasks"] = [],
        ["notes"] = [],
    };

    public static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes an object with the asked properties (null for those without a value), or all it has.</summary>
    public static void Write(
        Utf8JsonWriter writer,
        HubSpotRecord record,
        IReadOnlyCollection<string>? asked,
        Action<Utf8JsonWriter>? associations = null
    )
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id.ToString(CultureInfo.InvariantCulture));
        writer.WriteStartObject("properties");
        if (asked is null)
        {
            foreach (var (name, value) in record.Properties)
                writer.WriteString(name, value);
        }
        else
        {
            var names = asked.Count == 0 ? Unasked[record.Type] : asked.Where(name => HubSpotSchema.Knows(record.Type, name));
            foreach (var name in names.Concat(Always[record.Type]).Distinct(StringComparer.Ordinal))
                writer.WriteString(name, record[name]);
        }

        writer.WriteEndObject();
        writer.WriteString("createdAt", Time(record.CreatedAt));
        writer.WriteString("updatedAt", Time(record.UpdatedAt));
        writer.WriteBoolean("archived", record.Archived);
        associations?.Invoke(writer);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, HubSpotOwner owner, DateTimeOffset since)
    {
        writer.WriteStartObject();
        writer.WriteString("id", owner.Id);
        writer.WriteString("email", owner.Email);
        writer.WriteString("type", "PERSON");
        writer.WriteString("firstName", owner.FirstName);
        writer.WriteString("lastName", owner.LastName);
        if (!owner.Archived)
            writer.WriteNumber("userId", owner.UserId);
        writer.WriteNumber("userIdIncludingInactive", owner.UserId);
        writer.WriteString("createdAt", Time(since));
        writer.WriteString("updatedAt", Time(since));
        writer.WriteBoolean("archived", owner.Archived);
        writer.WriteEndObject();
    }
}
