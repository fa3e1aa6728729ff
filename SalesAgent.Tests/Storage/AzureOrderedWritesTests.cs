using SalesAgent.Tests.Contracts;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

public sealed class AzureOrderedWritesTests(Azurite azurite) : OrderedWritesContract(new AzureUnderTest(azurite));
