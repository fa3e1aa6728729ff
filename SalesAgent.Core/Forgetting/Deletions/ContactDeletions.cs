using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Core.Forgetting.Deletions;

/// <summary>
/// What HubSpot says became of its contacts and companies. When it answers, what is to be done about it is on disk. A merge erases nothing:
/// only a privacy deletion does, of the contact itself and of all that was merged with it before.
/// </summary>
internal sealed class ContactDeletions(
    ForgetRequests requests,
    LeadKeys keysOf,
    PersonLeads people,
    ForgottenPeople forgotten,
    RecordFates fates,
    LeadWork work,
    TimeProvider time
)
{
    /// <exception cref="Storage.StorageUnavailableException">Nothing can be promised: the sender must deliver again.</exception>
    public async Task TakeAsync(IReadOnlyList<RecordNews> news, CancellationToken cancellationToken)
    {
        // All of a delivery is noted before anything is done about it, so that nobody is told of a deletion that was a merge.
        var now = time.GetUtcNow();
        await Task.WhenAll(news.Distinct().Select(one => NoteAsync(one, one.At ?? now, cancellationToken)));

        var contacts = news.Where(one => one.Kind is RecordKind.Contact).SelectMany(one => KeysOf(one)).Distinct().ToArray();
        var kin = await fates.KinOfAsync(contacts, null, cancellationToken);
        var erased = new List<(PersonKey Contact, DateTimeOffset At)>();
        foreach (var contact in kin)
        {
            if (await fates.ErasedAtAsync(contact, cancellationToken) is { } at)
                erased.Add((contact, at));
        }

        foreach (var together in erased.GroupBy(one => one.At, one => one.Contact))
            await requests.OfContactAsync([.. together], together.Key, cancellationToken);

        if (news.Any(one => one is RecordNews.Merged or RecordNews.Deleted or RecordNews.Restored))
            await TellAsync(kin, cancellationToken);
    }

    private async Task NoteAsync(RecordNews one, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var (key, other) in KeysOf(one).Zip(OthersOf(one)))
        {
            switch (one)
            {
                case RecordNews.Merged merged:
                    var isForgotten = await forgotten.FindAsync([key, other], cancellationToken) is not null;
                    await fates.MergedAsync(key, other, isForgotten ? null : merged.Into, at, cancellationToken);
                    break;
                case RecordNews.Deleted:
                    await fates.DeletedAsync(key, at, cancellationToken);
                    break;
                case RecordNews.Restored:
                    await fates.RestoredAsync(key, at, cancellationToken);
                    break;
                case RecordNews.Erased:
                    await fates.ErasedAsync(key, at, cancellationToken);
                    break;
                default:
                    throw new NotSupportedException("News without a rule.");
            }
        }
    }

    private async Task TellAsync(IReadOnlyList<PersonKey> contacts, CancellationToken cancellationToken)
    {
        foreach (var key in contacts)
        {
            if ((await people.EveryOfAsync(key, cancellationToken)).Count > 0)
                await work.GoOnAsync(await work.TakeUpAsync(LeadWork.TellDeletion, key, cancellationToken), cancellationToken);
        }
    }

    private IReadOnlyList<PersonKey> KeysOf(RecordNews one) =>
        one switch
        {
            RecordNews.Merged merged => KeysOf(one, merged.Id),
            RecordNews.Deleted deleted => KeysOf(one, deleted.Id),
            RecordNews.Restored restored => KeysOf(one, restored.Id),
            RecordNews.Erased erased => KeysOf(one, erased.Id),
            _ => [],
        };

    private IReadOnlyList<PersonKey> OthersOf(RecordNews one) => one is RecordNews.Merged merged ? KeysOf(one, merged.Into) : KeysOf(one);

    private IReadOnlyList<PersonKey> KeysOf(RecordNews one, long id) =>
        one.Kind is RecordKind.Company ? keysOf.OfCompany(one.PortalId, id) : keysOf.Of(one.PortalId, id);
}
