using SalesAgent.Bot.Teams.Commands.Drafts;
using SalesAgent.Bot.Teams.Commands.Managers;
using SalesAgent.Bot.Teams.Commands.Setup;
using SalesAgent.Core.People;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands;

/// <summary>What can be typed to the bot. Dispatch, help and Teams' own menu are made from the one list.</summary>
internal static class ChatCommands
{
    /// <summary>More is a sentence, and a word of it means nothing.</summary>
    private const int MostWordsOfNearest = 8;

    /// <summary>In the order of help and menu. Where one is the beginning of another, the longer one comes first.</summary>
    public static IReadOnlyList<ChatCommand> All { get; } =
    [
        Prospect.Line,
        Pending.Line,
        Show.Line,
        History.Line,
        UseThisChannel.Line,
        ConnectGoogle.Line,
        DisconnectGoogle.Line,
        Status.Line,
        WhoAmI.Line,
        Help.Line,
        StopEverything.Line,
        Resume.Line,
        Forget.Line,
    ];

    public static IServiceCollection AddChatCommands(this IServiceCollection services) =>
        All.Aggregate(services, (all, command) => command.AddTo(all));

    /// <summary>The command that a message begins with, in any case and with a slash or not, and what stands behind it.</summary>
    public static (ChatCommand? Command, string Argument) Match(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimStart('/');
        foreach (var command in All)
        {
            foreach (var name in (string[])[command.Name, .. command.Aliases])
            {
                if (ArgumentOf(command, name, words) is { } argument)
                    return (command, argument);
            }
        }

        return (null, words);
    }

    /// <summary>
    /// What was probably meant by words that are no command: one with a typo, with something before or behind it, or an address alone. Null
    /// when it may be anything.
    /// </summary>
    public static (string Command, string Argument)? Nearest(string text, Rep rep)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > MostWordsOfNearest)
            return null;

        var commands = For(rep)
            .SelectMany(command => (string[])[command.Name, .. command.Aliases], (command, name) => (command, Name: name.Split(' ')))
            .ToArray();
        for (var at = 0; at < words.Length; at++)
        {
            foreach (var (command, name) in commands)
            {
                if (at + name.Length <= words.Length && IsNearly(words.AsSpan(at, name.Length), name, exactly: at > 0))
                    return (command.Name, command.Example is null ? "" : string.Join(' ', words[(at + name.Length)..]));
            }
        }

        return ProspectLine.Read(text) is { People: [{ LeftOut: null }, ..], Unusable: [], Unread: [] } ? (Prospect.Line.Name, text) : null;
    }

    /// <summary>In the middle of a sentence only the very word is one.</summary>
    private static bool IsNearly(ReadOnlySpan<string> typed, string[] name, bool exactly)
    {
        var (said, meant) = (Joined(typed), string.Concat(name));
        return said == meant || (!exactly && meant.Length >= 4 && Typo.IsBetween(said, meant, meant.Length >= 6 ? 2 : 1));

        static string Joined(ReadOnlySpan<string> words) => string.Concat(words).Trim('.', ',', ':', '!', '?', '/').ToLowerInvariant();
    }

    /// <summary>What there is for somebody.</summary>
    public static IEnumerable<ChatCommand> For(Rep rep) => All.Where(command => !command.ForManagers || rep.Role is RepRole.Manager);

    public static ChatText HelpFor(Rep rep) =>
        $"You can type:\n\n{ChatText.List(For(rep).Select(command => (ChatText)$"`{command.Usage}`: {command.Description}"))}";

    private static string? ArgumentOf(ChatCommand command, string name, string words)
    {
        if (!words.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            return null;

        var rest = words[name.Length..];
        if (rest.Length > 0 && (char.IsLetterOrDigit(rest[0]) || rest[0] is '@' or '_'))
            return null;
        if (command.Example is not null)
            return rest.Trim();
        return rest.Trim(' ', '.', '!', '?').Length == 0 ? "" : null;
    }
}
