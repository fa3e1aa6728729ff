using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands;

/// <summary>Something that can be typed, apart from what it does.</summary>
/// <param name="Answers">The class that answers it; an <see cref="IChatCommand"/>.</param>
/// <param name="Name">What one types, in small letters.</param>
/// <param name="Description">In the help, behind the name.</param>
internal sealed record ChatCommand(Type Answers, string Name, string Description)
{
    /// <summary>What people type instead. Understood, and listed nowhere.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>An example of what stands behind the name (angle brackets come out garbled in code); null when nothing does.</summary>
    public string? Example { get; init; }

    /// <summary>For Teams' own menu, which is the same for everybody and has room for ten; null: not in it.</summary>
    public string? Menu { get; init; }

    /// <summary>Not offered to others, and refused to them.</summary>
    public bool ForManagers { get; init; }

    /// <summary>Its answer says that everything is stopped, when it is; for others that is said beforehand.</summary>
    public bool TellsOfStop { get; init; }

    /// <summary>What others are told; null: that only a manager can type it.</summary>
    public ChatText? Refused { get; init; }

    /// <summary>As what the audit is told of a refusal.</summary>
    public RefusalKind RefusedAs { get; init; } = RefusalKind.Command;

    public string Usage => Example is null ? Name : $"{Name} {Example}";

    public IServiceCollection AddTo(IServiceCollection services) => services.AddSingleton(typeof(IChatCommand), Answers);
}
