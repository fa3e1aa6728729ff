using SalesAgent.Core.Forgetting.Deletions;

namespace SalesAgent.Bot.Webhooks;

/// <summary>
/// Where it is told what became of contacts and companies: <see cref="ContactDeletions.TakeAsync"/>. When it returns, what is to be done is
/// on disk.
/// </summary>
/// <exception cref="Core.Storage.StorageUnavailableException">Nothing can be promised; the sender must deliver again.</exception>
internal delegate Task TakeDeletions(IReadOnlyList<RecordNews> news, CancellationToken cancellationToken);
