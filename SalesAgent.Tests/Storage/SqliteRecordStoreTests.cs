using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Storage;

public sealed class SqliteRecordStoreTests() : RecordStoreContract(new SqliteUnderTest());
