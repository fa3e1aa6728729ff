using SalesAgent.Tests.Contracts;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

public sealed class AzureWorkQueueTests(Azurite azurite) : WorkQueueContract(new AzureUnderTest(azurite));
