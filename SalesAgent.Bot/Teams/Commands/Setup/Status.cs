using Microsoft.Bot.Builder;
using SalesAgent.Bot.Operations;
using SalesAgent.Core.People;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Setup;

/// <summary><c>status</c>: whether everything works, in a few lines.</summary>
internal sealed class Status(ConnectorStatus connectors, ChatReply reply) : IChatCommand
{
    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(Status), "status", "whether everything works") { Menu = "Whether everything works" };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        var states = await connectors.ReadAsync(cancellationToken);
        var lines = states.Select(state =>
            (ChatText)$"{TitleOf(state.Name)}: {state.Status.Replace('_', ' ')}{(state.WhatToDo is null ? "" : $". {state.WhatToDo}")}"
        );
        await reply.SayAsync(turn, $"DRAFT_ONLY is on: nothing can be sent.\n\n{ChatText.List(lines)}", cancellationToken);
    }

    private static string TitleOf(string connector) =>
        connector switch
        {
            "gmail" => "Gmail",
            "calendar" => "Google Calendar",
            "hubspot" => "HubSpot",
            "language_model" => "Language model",
            "teams" => "Teams",
            _ => connector,
        };
}
