using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Bot;
using SalesAgent.Bot.Cli;
using SalesAgent.Bot.Operations.Settings;

namespace SalesAgent.Tests.Policy;

/// <summary>The truth table of the mode, by the app as it starts, in every environment.</summary>
public sealed class ModeTests
{
    private const string NothingSends = "Mode:DraftOnly is false, but nothing here can send";
    private const string Contradiction = "Mode:AllowAutoSend is true while Mode:DraftOnly is";
    private const string NoMailWithoutAPerson = "Mode:AllowAutoSend is true: no mail leaves without a person";
    private const string EveryDraft = "Mode:RequireApproval is false, but every draft is put before a person";
    private const string NeverOff = "Mode:RequireApproval is false while sending is asked for: approval can never be switched off";

    private static readonly (bool DraftOnly, bool AllowAutoSend, bool RequireApproval, string[] Refusals)[] Table =
    [
        (true, false, true, []),
        (true, false, false, [EveryDraft]),
        (true, true, true, [Contradiction]),
        (true, true, false, [Contradiction, EveryDraft]),
        (false, false, true, [NothingSends]),
        (false, false, false, [NothingSends, NeverOff]),
        (false, true, true, [NothingSends, NoMailWithoutAPerson]),
        (false, true, false, [NothingSends, NoMailWithoutAPerson, NeverOff]),
    ];

    public static TheoryData<string, int> Rows =>
        [
            .. from environment in (string[])["Development", "Staging", "Production"]
            from row in Enumerable.Range(0, Table.Length)
            select (environment, row),
        ];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_combination_starts_or_says_why_not(string environment, int row)
    {
        var (draftOnly, allowAutoSend, requireApproval, refusals) = Table[row];
        var settings = new Dictionary<string, string?>
        {
            ["Mode:DraftOnly"] = draftOnly.ToString(),
            ["Mode:AllowAutoSend"] = allowAutoSend.ToString(),
            ["Mode:RequireApproval"] = requireApproval.ToString(),
        };
        await using var app = await SalesAgentApp.BuildAsync(new AppSetup { Environment = environment, Settings = settings });

        var problems = ConfigurationProblems
            .In(app.Services)
            .Where(problem => problem.StartsWith("Mode:", StringComparison.Ordinal))
            .ToArray();

        problems.Length.ShouldBe(refusals.Length);
        foreach (var refusal in refusals)
            problems.ShouldContain(problem => problem.StartsWith(refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_has_all_eight_rows() =>
        Table.Select(row => (row.DraftOnly, row.AllowAutoSend, row.RequireApproval)).Distinct().Count().ShouldBe(8);

    [Fact]
    public async Task A_refused_mode_keeps_the_app_from_starting()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Sandbox:Enabled"] = "true",
            ["Mode:DraftOnly"] = "false",
            ["Urls"] = "http://127.0.0.1:0",
        };
        await using var app = await SalesAgentApp.BuildAsync(
            new AppSetup
            {
                Environment = Environments.Development,
                StandIn = new SandboxStandIn(),
                Settings = settings,
            }
        );

        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync())).Message.ShouldContain("nothing here can send");
    }
}
