using System.Text;
using System.Text.Json;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>
/// What a form or a workflow says about a person, under whatever names its author chose: case, spaces, dashes and
/// underscores do not count. The first non-empty value of a field wins.
/// </summary>
internal sealed class ContactFields
{
    private const int LongestName = 64;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public string? ContactId => Value("hsobjectid");
    public string? Email => Value("email", "emailaddress");
    public string? FormName => LeadText.Line(Value("formname", "formtitle", "recentconversioneventname"));

    /// <summary>Names one submission of a form, where the workflow's author passes it on.</summary>
    public string? ConversionId => Value("conversionid", "formsubmissionid");

    public string? ConversionDate => Value("recentconversiondate");

    /// <summary>The members of an object: plain values, or contact properties with a <c>value</c>.</summary>
    public void AddMembers(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Object } members)
            return;

        foreach (var member in members.EnumerateObject())
            Add(member.Name, member.Value);
    }

    public void Add(string name, JsonElement value)
    {
        var key = Simplify(name);
        if (IsWanted(key) && value.Text() is { } text && !string.IsNullOrWhiteSpace(text))
            _values.TryAdd(key, text);
    }

    /// <summary>Fills in what is known.</summary>
    /// <exception cref="UnusableBodyException">There is an address, but not a usable one.</exception>
    public IncomingLead Describe(IncomingLead lead, string? email)
    {
        var address = "";
        if (email is not null && !EmailAddress.TryNormalise(email, out address))
            throw new UnusableBodyException("email is not a usable address; expected one bare address, name@host.");

        return lead with
        {
            Email = email is null ? null : address,
            FirstName = LeadText.Line(Value("firstname")),
            LastName = LeadText.Line(Value("lastname")),
            Company = LeadText.Line(Value("company", "companyname")),
            JobTitle = LeadText.Line(Value("jobtitle")),
            Phone = LeadText.Line(Value("phone", "phonenumber", "mobilephone"), LeadText.PhoneCharacters),
            Message = LeadText.Lines(Value("message", "usermessage", "comments")),
            TimeZone = PersonTimeZone.IdOf(Value("hstimezone", "timezone")),
        };
    }

    private string? Value(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_values.TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    private static bool IsWanted(string key) =>
        key
            is "email"
                or "emailaddress"
                or "firstname"
                or "lastname"
                or "company"
                or "companyname"
                or "jobtitle"
                or "phone"
                or "phonenumber"
                or "mobilephone"
                or "message"
                or "usermessage"
                or "comments"
                or "formname"
                or "formtitle"
                or "recentconversioneventname"
                or "recentconversiondate"
                or "conversionid"
                or "formsubmissionid"
                or "hstimezone"
                or "timezone"
                or "hsobjectid";

    /// <summary><c>0-1/Company_Name</c>, as the forms API has it, is <c>companyname</c>.</summary>
    private static string Simplify(string name)
    {
        var bare = name.AsSpan(name.LastIndexOf('/') + 1);
        if (bare.Length > LongestName)
            return "";

        var simple = new StringBuilder(bare.Length);
        foreach (var character in bare)
        {
            if (char.IsAsciiLetterOrDigit(character))
                simple.Append(char.ToLowerInvariant(character));
        }

        return simple.ToString();
    }
}
