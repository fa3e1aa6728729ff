namespace SalesAgent.Core.Storage.Condition;

/// <summary>Whether what is accepted now would be kept. Cheap: asks nobody outside and writes nothing.</summary>
public interface IStorageCondition
{
    /// <summary>Null while everything is as it should be.</summary>
    StorageProblem? Look();
}

/// <param name="Sentence">In words an operator can act on.</param>
/// <param name="MayHavePassed">It is about the last commit: only another one can tell whether it still holds.</param>
public sealed record StorageProblem(string Sentence, bool MayHavePassed);
