using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Agents;
using SalesAgent.Core.Drafting.Writing;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Drafting;

public sealed class DraftingServicesTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();

    [Fact]
    public void Without_a_model_the_templates_write() => Services().GetRequiredService<IMessageWriter>().ShouldBeOfType<TemplateWriter>();

    [Theory]
    [InlineData("Drafting:Model is needed", "Provider=OpenAI", "ApiKey=k")]
    [InlineData("Drafting:ApiKey is needed", "Provider=OpenAI", "Model=m")]
    [InlineData("Drafting:Endpoint is needed", "Provider=AzureOpenAI", "Model=m", "ApiKey=k")]
    [InlineData("Drafting:Endpoint must be", "Provider=OpenAI", "Model=m", "ApiKey=k", "Endpoint=http://model.example/v1/")]
    [InlineData("Drafting:Endpoint must be", "Provider=Ollama", "Model=m", "ApiKey=k", "Endpoint=http://ollama:11434")]
    [InlineData("Drafting:TimeoutSeconds must be", "Provider=Ollama", "Model=m", "TimeoutSeconds=0")]
    [InlineData("Drafting:MaxOutputTokens must be", "Provider=Ollama", "Model=m", "MaxOutputTokens=99")]
    [InlineData("Drafting:DailyTokenLimit must be", "Provider=Ollama", "Model=m", "DailyTokenLimit=4999")]
    [InlineData("Drafting:DailyTokenLimit must be", "Provider=Ollama", "Model=m", "DailyTokenLimit=-1")]
    [InlineData("LinkHosts:0 is no host", "LinkHosts:0=https://a.example")]
    [InlineData("Drafting:TemplateFolder: is no folder", "TemplateFolder=nowhere")]
    public void A_setting_that_cannot_work_stops_the_start(string message, params string[] settings)
    {
        var failure = Should.Throw<OptionsValidationException>(() => Services(settings).GetRequiredService<IStartupValidator>().Validate());

        failure.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("https://api.openai.com/v1/", "Provider=OpenAI", "Model=m", "ApiKey=k")]
    [InlineData(
        "https://x.openai.azure.com/openai/v1/",
        "Provider=AzureOpenAI",
        "Model=m",
        "ApiKey=k",
        "Endpoint=https://x.openai.azure.com"
    )]
    [InlineData("http://127.0.0.1:11434/v1/", "Provider=Ollama", "Model=m")]
    [InlineData("http://ollama:11434/v1/", "Provider=Ollama", "Model=m", "Endpoint=http://ollama:11434")]
    public void Every_provider_has_its_address(string address, params string[] settings)
    {
        var services = Services(settings);

        services.GetRequiredService<IStartupValidator>().Validate();
        services.GetRequiredService<IMessageWriter>().ShouldBeOfType<ModelWriter>();
        ModelConnection.EndpointFor(services.GetRequiredService<IOptions<DraftingOptions>>().Value).ShouldBe(new Uri(address));
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    private ServiceProvider Services(params string[] settings)
    {
        var values = settings
            .Select(setting => setting.Split('=', 2))
            .ToDictionary(pair => $"Drafting:{pair[0]}", pair => (string?)pair[1]);
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(storage.Records)
            .AddSingleton<SystemAudit>()
            .AddDrafting(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .BuildServiceProvider();
    }
}
