namespace SalesAgent.Tests.Support;

/// <summary>A storage account at the emulator.</summary>
/// <param name="Tables">Where its tables are asked, without the account's name.</param>
/// <param name="Queues">Where its queues are asked, without the account's name.</param>
public sealed record AzuriteAccount(string Name, string Key, Uri Tables, Uri Queues)
{
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Name};AccountKey={Key};TableEndpoint={new Uri(Tables, Name)};QueueEndpoint={new Uri(Queues, Name)};";

    /// <summary>For a running app.</summary>
    public Dictionary<string, string?> Settings =>
        new() { ["Storage:Backend"] = "AzureStorage", ["Storage:ConnectionString"] = ConnectionString };
}
