using System.Net;
using System.Text.Json;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>
/// What a form or a workflow says about a person, under whatever names its author chose: case, spaces, dashes and
/// underscores do not count. The first non-empty value of a field wins.
/// </summary>
/// <param name="isForm">All of it is what one person filled in, so a text under a name of its own is what they wrote.</param>
internal sealed class ContactFields(bool isForm = false)
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Under names that say what they wrote, and under names that say nothing to us.</summary>
    private string? message;
    private string? longest;

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

    /// <param name="objectType">Of what kind of record the field is, where that is told beside the name (<c>0-2</c> is a company).</param>
    public void Add(string name, JsonElement value, string? objectType = null)
    {
        if (value.Text() is not { } typed || string.IsNullOrWhiteSpace(typed) || FieldName.Of(name, objectType) is not { } field)
            return;

        // What was typed, where a form's author or a program in between has escaped it for a page: once, and no further.
        var text = WebUtility.HtmlDecode(typed);
        if (IsWanted(field))
            values.TryAdd(field, text);
        else if (FieldName.IsMessage(field))
            message ??= text;
        else if (isForm && FieldName.MayBeMessage(field, text) && text.Length > (longest?.Length ?? 0))
            longest = text;
    }

    /// <summary>Fills in what is known.</summary>
    /// <param name="email">Null: another id says who it is.</param>
    /// <exception cref="UnusableBodyException">There is an address, but not a usable one, and no other id.</exception>
    public IncomingLead Describe(IncomingLead lead, string? email)
    {
        var address = "";
        if (email is not null && !PastedAddress.TryRead(email, out address) && lead.ContactId is null)
            throw new UnusableBodyException("email is not a usable address; expected one bare address, name@host.");

        var whole = PersonalName.Of(LeadText.Line(Value("name", "fullname", "yourname", "contactname")));
        return lead with
        {
            Email = address.Length == 0 ? null : address,
            FirstName = LeadText.Line(Value("firstname")) ?? whole.First,
            LastName = LeadText.Line(Value("lastname")) ?? (Value("firstname") is null ? whole.Last : null),
            Company = LeadText.Line(Value("company", "companyname")),
            JobTitle = LeadText.Line(Value("jobtitle")),
            Phone = LeadText.Line(Value("phone", "phonenumber", "mobilephone"), LeadText.PhoneCharacters),
            Message = LeadText.Lines(Value("message", "usermessage", "comments") ?? message ?? longest),

            // What names no zone is kept as it was said, so that it can be told.
            TimeZone = PersonTimeZone.IdOf(Value("hstimezone", "timezone")) ?? LeadText.Line(Value("hstimezone", "timezone"), 60),
        };
    }

    private string? Value(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (values.TryGetValue(name, out var value))
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
                or "name"
                or "fullname"
                or "yourname"
                or "contactname"
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
}
