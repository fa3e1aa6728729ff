using SalesAgent.Tests.Contracts;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

public sealed class AzureAuditKeepingTests(Azurite azurite) : AuditKeepingContract(new AzureUnderTest(azurite));
