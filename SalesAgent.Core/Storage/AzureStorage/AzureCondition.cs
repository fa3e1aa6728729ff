using SalesAgent.Core.Storage.Condition;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>How the last commit at the account ended. A conflict is an answer: the account takes writes.</summary>
internal sealed class AzureCondition(LastCommit last) : IStorageCondition
{
    public StorageProblem? Look() => last.Problem;
}
