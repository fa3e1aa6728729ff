using SalesAgent.Tests.Contracts;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

public sealed class AzureWorkOrderTests(Azurite azurite) : WorkOrderContract(new AzureUnderTest(azurite));
