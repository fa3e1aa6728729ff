using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Storage;

public sealed class SqliteAuditKeepingTests() : AuditKeepingContract(new SqliteUnderTest());
