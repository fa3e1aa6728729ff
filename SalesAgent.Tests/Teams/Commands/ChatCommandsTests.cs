using SalesAgent.Bot;
using SalesAgent.Bot.Teams.Commands;

namespace SalesAgent.Tests.Teams.Commands;

public sealed class ChatCommandsTests
{
    public static TheoryData<string> Names => [.. ChatCommands.All.Select(command => command.Name)];

    [Fact]
    public void Every_command_is_in_the_list_once_and_says_what_it_is_for()
    {
        var written = typeof(SalesAgentApp)
            .Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IChatCommand)))
            .ToArray();
        written.Length.ShouldBeGreaterThan(10);

        ChatCommands.All.Select(command => command.Answers).ShouldBe(written, ignoreOrder: true);
        ChatCommands.All.SelectMany(command => (string[])[command.Name, .. command.Aliases]).ShouldBeUnique();
        ChatCommands.All.ShouldAllBe(command => command.Description.Length > 5 && !command.Name.Any(char.IsUpper));
    }

    [Fact]
    public void An_alias_is_understood_as_its_command()
    {
        var known = ChatCommands.All.SelectMany(command => command.Aliases.Select(alias => (alias, command))).ToArray();
        known.ShouldNotBeEmpty();

        foreach (var (alias, command) in known)
            ChatCommands.Match($"{alias.ToUpperInvariant()}?").Command.ShouldBe(command, alias);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_is_understood_in_any_case_with_a_slash_and_with_what_people_type_around_it(string name)
    {
        foreach (
            var text in (string[])
                [
                    name,
                    name.ToUpperInvariant(),
                    $"/{name}",
                    $"  {name} ",
                    $"{name}\u00A0",
                    name.Replace(" ", "  ", StringComparison.Ordinal),
                    $"{name}!",
                    $"{name}?",
                ]
        )
        {
            ChatCommands.Match(text).Command?.Name.ShouldBe(name, text);
        }
    }

    [Theory]
    [InlineData("prospect jane@acme.example", "prospect", "jane@acme.example")]
    [InlineData("prospect\u00A0jane@acme.example", "prospect", "jane@acme.example")]
    [InlineData("Prospect\n Jane   Doe\t<jane@acme.example>", "prospect", "Jane Doe <jane@acme.example>")]
    [InlineData("prospect: jane@acme.example", "prospect", ": jane@acme.example")]
    [InlineData("/show jane@acme.example", "show", "jane@acme.example")]
    [InlineData("HISTORY jane@acme.example", "history", "jane@acme.example")]
    [InlineData("prospect", "prospect", "")]
    public void What_stands_behind_a_command_is_its_argument(string text, string name, string argument)
    {
        var (command, rest) = ChatCommands.Match(text);

        (command?.Name, rest).ShouldBe((name, argument));
    }

    [Theory]
    [InlineData("")]
    [InlineData("prospects jane@acme.example")]
    [InlineData("prospect@acme.example")]
    [InlineData("prospect_jane")]
    [InlineData("showing")]
    [InlineData("helper")]
    [InlineData("help me")]
    [InlineData("pending drafts of Lena")]
    [InlineData("use this")]
    [InlineData("use this channel tomorrow")]
    [InlineData("please prospect jane@acme.example")]
    [InlineData("jane@acme.example")]
    public void A_near_miss_is_no_command(string text) => ChatCommands.Match(text).Command.ShouldBeNull();
}
