using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Storage;

public sealed class SqliteWorkQueueTests() : WorkQueueContract(new SqliteUnderTest());
