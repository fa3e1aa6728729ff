using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>A rep who types <c>prospect</c>, and waits for the card.</summary>
internal static class TypedProspect
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <param name="others">The leads of all cards that are not the one asked for: a card names its lead, and the chat does not.</param>
    /// <returns>From typing to the card in Teams; null when none came in time.</returns>
    public static async Task<TimeSpan?> TypeAsync(
        BenchStage stage,
        string email,
        IReadOnlySet<LeadId> others,
        CancellationToken cancellationToken
    )
    {
        var began = TimeProvider.System.GetTimestamp();
        await stage
            .Sandbox.Teams.As(stage.Sandbox.World.Reps[0])
            .Personal.SayAsync(stage.Bot.Messages, $"prospect {email}", cancellationToken: cancellationToken);
        while (!stage.IsOver)
        {
            if (await stage.Cards.OtherThanAsync(others) is { } card)
                return TimeProvider.System.GetElapsedTime(began, card.At);
            await Task.Delay(Glance, cancellationToken);
        }

        return null;
    }
}
