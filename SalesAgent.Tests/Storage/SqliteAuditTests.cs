using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Storage;

public sealed class SqliteAuditTests() : AuditContract(new SqliteUnderTest());
