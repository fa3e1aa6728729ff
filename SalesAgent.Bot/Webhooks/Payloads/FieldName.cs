using System.Buffers;
using System.Text;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>
/// What a field of a form is about. HubSpot says in front of the name, or beside it, of which kind of record a field is
/// (<c>0-2/name</c>), and the same name means something else for each.
/// </summary>
internal static class FieldName
{
    private const int LongestName = 64;
    private const int FewestWords = 5;
    private const string Contact = "0-1";
    private const string Company = "0-2";

    private static readonly SearchValues<string> SaysWhatTheyWrote = SearchValues.Create(
        [
            "message",
            "comment",
            "canwehelp",
            "wehelpyou",
            "helpyouwith",
            "question",
            "inquiry",
            "enquiry",
            "tellus",
            "lookingfor",
            "describe",
            "description",
            "doyouneed",
            "yourneeds",
            "yourrequest",
            "additionalinfo",
            "moredetails",
            "projectdetails",
            "nachricht",
            "anliegen",
            "mitteilung",
            "mensaje",
            "messaggio",
            "bericht",
            "mensagem",
        ],
        StringComparison.Ordinal
    );

    private static readonly SearchValues<string> SaysSomethingElse = SearchValues.Create(
        [
            "hear",
            "source",
            "utm",
            "refer",
            "consent",
            "agree",
            "privacy",
            "legal",
            "terms",
            "gdpr",
            "optin",
            "newsletter",
            "subscri",
            "address",
            "street",
            "city",
            "country",
            "url",
            "page",
            "title",
            "role",
            "name",
            "email",
            "industry",
            "captcha",
            "token",
            "cookie",
        ],
        StringComparison.Ordinal
    );

    /// <summary>
    /// Without case, marks and blanks; <c>companyname</c> for the name of a company. Null when it is of some other record than
    /// the person's, whatever it is called.
    /// </summary>
    public static string? Of(string name, string? objectType)
    {
        var slash = name.LastIndexOf('/');
        var bare = Simplified(name.AsSpan(slash + 1));
        if (bare.Length == 0)
            return null;

        var prefix = slash < 0 ? "" : name[..slash].Trim();
        var type = IsObjectType(prefix) ? prefix : objectType?.Trim();
        if (prefix.Equals("company", StringComparison.OrdinalIgnoreCase) || type is Company)
            return bare is "name" or "companyname" or "company" ? "companyname" : null;
        return type is null or "" or Contact ? bare : null;
    }

    /// <summary>Its author has said in the name that it is for what somebody writes.</summary>
    public static bool IsMessage(string field) =>
        !field.StartsWith("hs", StringComparison.Ordinal)
        && field.AsSpan().ContainsAny(SaysWhatTheyWrote)
        && !field.AsSpan().ContainsAny(SaysSomethingElse);

    /// <summary>The name says nothing, and the text is one that a person writes rather than picks.</summary>
    public static bool MayBeMessage(string field, string text) =>
        !field.AsSpan().ContainsAny(SaysSomethingElse)
        && text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= FewestWords;

    /// <summary><c>0-1</c>, or <c>2-123456</c> for an account's own kinds of records.</summary>
    private static bool IsObjectType(string prefix) =>
        prefix.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash
        && dash < prefix.Length - 1
        && !prefix.AsSpan(0, dash).ContainsAnyExceptInRange('0', '9')
        && !prefix.AsSpan(dash + 1).ContainsAnyExceptInRange('0', '9');

    private static string Simplified(ReadOnlySpan<char> name)
    {
        if (name.Length > LongestName)
            return "";

        var simple = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character))
                simple.Append(char.ToLowerInvariant(character));
        }

        return simple.ToString();
    }
}
