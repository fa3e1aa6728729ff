using System.Collections.Concurrent;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// Where each person can be reached: their chat with the bot, and the channel their cards go to. Written from admitted activities only and
/// kept under the person's Entra object id, which outlives every id that Teams gives out.
/// </summary>
internal sealed class ConversationBook(IRecordStore store)
{
    private const string PersonalKey = "personal";
    private const string ChannelKey = "channel";

    private readonly ConcurrentDictionary<string, string> lastWritten = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The chosen channel, else the personal chat, else null.</summary>
    public async Task<TeamsPlace?> PlaceOfAsync(string person, CancellationToken cancellationToken) =>
        await ChannelOfAsync(person, cancellationToken) ?? await PersonalOfAsync(person, cancellationToken);

    public Task<TeamsPlace?> ChannelOfAsync(string person, CancellationToken cancellationToken) =>
        ReadAsync(person, ChannelKey, cancellationToken);

    public Task<TeamsPlace?> PersonalOfAsync(string person, CancellationToken cancellationToken) =>
        ReadAsync(person, PersonalKey, cancellationToken);

    /// <returns>Whether anything new was learned.</returns>
    public Task<bool> RememberPersonalAsync(string person, TeamsPlace chat, CancellationToken cancellationToken) =>
        WriteAsync(person, PersonalKey, chat with { ChosenByPerson = false }, cancellationToken);

    /// <summary>
    /// Cards for this person go to this channel from now on. A channel they chose themselves gives way to nothing but another choice.
    /// </summary>
    public async Task<bool> BindChannelAsync(string person, TeamsPlace channel, bool chosenByPerson, CancellationToken cancellationToken)
    {
        if (!chosenByPerson && await ChannelOfAsync(person, cancellationToken) is { ChosenByPerson: true })
            return false;
        return await WriteAsync(person, ChannelKey, channel with { ChosenByPerson = chosenByPerson }, cancellationToken);
    }

    /// <summary>The app was removed there, or the channel is gone.</summary>
    public async Task ForgetAsync(string person, TeamsPlace place, CancellationToken cancellationToken)
    {
        var key = place.IsChannel ? ChannelKey : PersonalKey;
        var row = await store.FindAsync(PartitionOf(person), key, cancellationToken);
        if (row is null || Read(row)?.ConversationId != place.ConversationId)
            return;

        await store.CommitAsync(PartitionOf(person), [new RecordOperation.Delete(key, row.Version)], cancellationToken);
        lastWritten.TryRemove($"{person}/{key}", out _);
    }

    private async Task<TeamsPlace?> ReadAsync(string person, string key, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(person), key, cancellationToken) is { } row ? Read(row) : null;

    private static TeamsPlace? Read(StoredRecord row) => TeamsPlaceRow.Read(row.Body);

    private async Task<bool> WriteAsync(string person, string key, TeamsPlace place, CancellationToken cancellationToken)
    {
        // Every message of a person would otherwise be a write.
        var body = TeamsPlaceRow.Write(place);
        if (lastWritten.TryGetValue($"{person}/{key}", out var last) && last == body)
            return false;

        await store.CommitAsync(PartitionOf(person), [new RecordOperation.Put(key, body)], cancellationToken);
        lastWritten[$"{person}/{key}"] = body;
        return true;
    }

    private static string PartitionOf(string person) => $"teams:{person.ToLowerInvariant()}";
}
