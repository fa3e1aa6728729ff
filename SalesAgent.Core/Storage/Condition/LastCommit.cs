namespace SalesAgent.Core.Storage.Condition;

/// <summary>How the last attempt to write ended. A commit that had nothing to write says nothing about it.</summary>
internal sealed class LastCommit
{
    private volatile string? failure;

    public StorageProblem? Problem => failure is { } sentence ? new StorageProblem(sentence, MayHavePassed: true) : null;

    public void Succeeded() => failure = null;

    public void Failed(StorageUnavailableException why) => failure = why.Message;
}
