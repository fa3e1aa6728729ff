using System.Text;
using SalesAgent.Bot.Operations.Settings;

namespace SalesAgent.Tests.Conventions;

/// <summary>docs/configuration.md as it has to be.</summary>
internal static class ConfigurationPage
{
    private const string Head = """
        # Configuration

        `appsettings.json`, environment variables (`HubSpot__ClientSecret`), or arguments (`--HubSpot:ClientSecret=…`). Everything is checked at start: each problem is named with its key, all at once, and never with a value. `secrets check` tells how every setting stands, who sets it, and whether each connector answers.

        `n` stands for the number of an entry: `Reps:0:Email`, `Reps:1:Email`.

        """;

    public static string Render()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        Section(
            page,
            "Needed to serve",
            "Without one of these it does not start, as far as it is used: `Drafting:…` only with a `Drafting:Provider`, the storage account only with `AzureStorage`, a password only where nothing stands in for it.",
            Severity.Critical
        );
        Section(page, "Needed for a connector", "It starts, and says that the connector cannot be used.", Severity.Required);
        Section(page, "May be set", null, Severity.Optional);
        return page.ToString();
    }

    private static void Section(StringBuilder page, string title, string? note, Severity severity)
    {
        page.Append('\n').Append("## ").Append(title).Append("\n\n");
        if (note is not null)
            page.Append(note).Append("\n\n");
        page.Append("| key | default | what |\n|---|---|---|\n");
        foreach (var setting in SettingsList.All.Where(setting => setting.Severity == severity))
        {
            page.Append("| `")
                .Append(setting.Key)
                .Append("` | ")
                .Append(setting.Default is null ? "" : $"`{setting.Default}`")
                .Append(" | ")
                .Append(setting.Purpose)
                .Append(" |\n");
        }
    }
}
