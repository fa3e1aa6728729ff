using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// The newest service URL of each conversation and of each tenant. Service URLs change, and a stored way to Teams (a person's chat, their
/// channel, a card) goes stale with them: whoever holds one asks here first, so one activity brings all of them up to date.
/// </summary>
/// <remarks>Learned from admitted activities and from nothing else: the bot's token goes to it.</remarks>
internal sealed class ServiceUrls(IRecordStore store, ServiceUrlTrust trust, TimeProvider time)
{
    private const string Key = "newest";

    /// <summary>More conversations than speak within a minute; past that each is looked up again.</summary>
    private const int MostRemembered = 4_096;

    /// <summary>So long it is not looked whether another instance has written something else.</summary>
    private static readonly TimeSpan LooksEach = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (string Url, long At)> lately = new(StringComparer.Ordinal);

    /// <summary>Remembers where an admitted activity came from.</summary>
    public async Task LearnAsync(TeamsPlace place, CancellationToken cancellationToken)
    {
        var said = place.Reference;
        try
        {
            foreach (var conversation in (string[])[.. new[] { TeamsPlace.Bare(said.Conversation.Id), place.ConversationId }.Distinct()])
                await NoteAsync(OfConversation(conversation), said.ServiceUrl, cancellationToken);
            if (TenantOf(said) is { } tenant)
                await NoteAsync(OfTenant(tenant), said.ServiceUrl, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // The next activity tells it again.
        }
    }

    /// <summary>It has just worked for this conversation.</summary>
    public async Task LearnAsync(string conversationId, string serviceUrl, CancellationToken cancellationToken)
    {
        try
        {
            await NoteAsync(OfConversation(TeamsPlace.Bare(conversationId)), serviceUrl, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // It is found the same way the next time.
        }
    }

    /// <summary>
    /// Where to try a conversation, best first: where it was heard from last, what is stored with the way, and where its tenant was heard
    /// from last. Each once; the last two are for when the first knows the conversation no more.
    /// </summary>
    public async Task<IReadOnlyList<string>> ForAsync(
        ConversationReference stored,
        string conversationId,
        CancellationToken cancellationToken
    )
    {
        string?[] known;
        try
        {
            known =
            [
                await FindAsync(OfConversation(TeamsPlace.Bare(conversationId)), cancellationToken),
                stored.ServiceUrl,
                TenantOf(stored) is { } tenant ? await FindAsync(OfTenant(tenant), cancellationToken) : null,
            ];
        }
        catch (StorageUnavailableException)
        {
            known = [stored.ServiceUrl];
        }

        var trusted = known.OfType<string>().Where(trust.IsTrusted).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();

        // One that is not trusted is refused by the way out, which says so.
        return trusted.Length > 0 ? trusted : [stored.ServiceUrl];
    }

    private async Task<string?> FindAsync(string partition, CancellationToken cancellationToken) =>
        (await store.FindAsync(partition, Key, cancellationToken))?.Body;

    private async Task NoteAsync(string partition, string url, CancellationToken cancellationToken)
    {
        if (lately.TryGetValue(partition, out var last) && last.Url == url && time.GetElapsedTime(last.At) < LooksEach)
            return;
        if (await FindAsync(partition, cancellationToken) != url)
            await store.CommitAsync(partition, [new RecordOperation.Put(Key, url)], cancellationToken);
        if (lately.Count >= MostRemembered)
            lately.Clear();
        lately[partition] = (url, time.GetTimestamp());
    }

    private static string? TenantOf(ConversationReference reference) =>
        reference.Conversation.TenantId is { Length: > 0 } tenant ? tenant : null;

    private static string OfConversation(string conversationId) => PartitionOf($"conversation\n{conversationId}");

    private static string OfTenant(string tenant) => PartitionOf($"tenant\n{tenant.ToLowerInvariant()}");

    /// <summary>Ids of Teams hold characters that a partition may not have.</summary>
    private static string PartitionOf(string what) =>
        $"service-url:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16))}";
}
