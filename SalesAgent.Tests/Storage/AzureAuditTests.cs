using SalesAgent.Tests.Contracts;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

public sealed class AzureAuditTests(Azurite azurite) : AuditContract(new AzureUnderTest(azurite));
