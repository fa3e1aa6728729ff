namespace SalesAgent.Bot.Bench.Stage;

/// <summary>What the bench has to know of the bot that it measures. Everything else it sees as HubSpot, Teams and a rep do.</summary>
internal interface IBenchSubject
{
    /// <summary>The file that is run as the bot, beside the bench's own.</summary>
    string Assembly { get; }

    /// <summary>First parts of its settings' names, such as <c>HubSpot</c>: what the environment says about them is kept from it.</summary>
    IReadOnlyCollection<string> Sections { get; }

    /// <summary>Opens a storage with the bot's own code, without a bot that works on it.</summary>
    /// <param name="settings">All the bot is configured with; they name the storage.</param>
    Task<IBenchStore> OpenStoreAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken);
}
