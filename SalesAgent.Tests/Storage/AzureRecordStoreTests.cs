using SalesAgent.Tests.Contracts;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

public sealed class AzureRecordStoreTests(Azurite azurite) : RecordStoreContract(new AzureUnderTest(azurite));
