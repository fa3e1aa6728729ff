using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration;

/// <summary>Tells the reviewer which of the texts of strangers talks to software. The words are shown and change nothing.</summary>
internal static class InstructionWarnings
{
    /// <summary>A sentence for each text, what they wrote to us first.</summary>
    public static IEnumerable<string> In(Dossier dossier)
    {
        var prospect = dossier.Prospect!;
        foreach (var (what, text) in Texts(prospect, dossier.Correspondence))
        {
            if (InstructionLikeText.In(text, prospect.Email) is [var first, ..])
                yield return $"{what} looks like an instruction to software ({char.ToLowerInvariant(first.Label[0])}{first.Label[1..]}): “{first.Excerpt}”";
        }
    }

    private static IEnumerable<(string What, string? Text)> Texts(Prospect prospect, Correspondence? correspondence)
    {
        yield return ("Their message", prospect.Message);
        yield return ("Their name", prospect.FullName);
        yield return ("The name of their company", prospect.Company);
        yield return ("Their job title", prospect.JobTitle);
        yield return ("The name of the form", prospect.FormName);

        // What a program, a colleague or anybody else wrote is text of strangers as well.
        var others = correspondence?.Lines.Where(line => line.FromThem || line.Author is not (null or MailAuthor.Us)).ToArray() ?? [];
        yield return ("The subject of an earlier mail", string.Join('\n', others.Select(line => line.Subject).Distinct()));
        yield return ("An earlier mail of theirs", string.Join('\n', others.Where(line => line.FromThem).Select(line => line.Snippet)));
        yield return (
            "An earlier mail that they did not write",
            string.Join('\n', others.Where(line => !line.FromThem).Select(line => line.Snippet))
        );
    }
}
