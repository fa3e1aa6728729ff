using System.Text;

namespace SalesAgent.Bot.Cli.Audit;

/// <summary>
/// Lines of comma-separated values (RFC 4180) that are safe to open in a spreadsheet. A cell that begins like a formula is run as one
/// there, and some programs take other signs than a comma for the end of a cell: so wherever a cell could begin, an apostrophe goes before
/// such a sign.
/// </summary>
/// <remarks>https://owasp.org/www-community/attacks/CSV_Injection</remarks>
internal static class SpreadsheetCsv
{
    /// <summary>Also the wide forms, which spreadsheets in East Asian languages take for the same.</summary>
    private const string BeginsFormula = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private const string EndsCell = ",;|\t\r\n\"";

    public static string Line(params ReadOnlySpan<string?> cells)
    {
        var line = new StringBuilder();
        foreach (var cell in cells)
        {
            if (line.Length > 0)
                line.Append(',');
            line.Append('"');
            Append(line, cell ?? "");
            line.Append('"');
        }

        return line.Append("\r\n").ToString();
    }

    private static void Append(StringBuilder line, string cell)
    {
        var couldBegin = true;
        foreach (var sign in cell)
        {
            if (couldBegin && BeginsFormula.Contains(sign))
                line.Append('\'');
            if (sign is '"')
                line.Append('"');
            line.Append(sign);

            // Blanks before a formula do not keep it from being one.
            couldBegin = EndsCell.Contains(sign) || (couldBegin && (char.IsWhiteSpace(sign) || char.IsControl(sign)));
        }
    }
}
