using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Drafting.Agents;
using SalesAgent.Core.Drafting.Writing;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Drafting;

public static class DraftingServices
{
    /// <summary>
    /// Registers <see cref="IMessageWriter"/> on storage and audit, as the section <see cref="DraftingOptions.Section"/> says.
    /// </summary>
    public static IServiceCollection AddDrafting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DraftingOptions>().Bind(configuration.GetSection(DraftingOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DraftingOptions>, ValidateDrafting>());
        services
            .AddOptions<SchedulingOptions>()
            .Bind(configuration.GetSection(SchedulingOptions.Section))
            .Validate(
                static options => WorkingHours.TryParse(options.WorkingHours, out _),
                "Scheduling:WorkingHours cannot be read: write it like 'Mon-Fri 09:00-17:00'."
            )
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SchedulingOptions>, ValidateScheduling>());
        services.TryAddSingleton(TimeProvider.System);

        // A redirect would carry the key to wherever it points.
        services
            .AddHttpClient(ModelConnection.HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) }
            )
            .AddHttpMessageHandler(() => new CappedAnswers());

        services.AddSingleton(provider =>
            TemplateLibrary.Load(provider.GetRequiredService<IOptions<DraftingOptions>>().Value.TemplateFolder)
        );
        services.AddSingleton<TemplateWriter>();
        services.AddSingleton<DailyTokens>();
        services.AddSingleton<ModelProbe>();
        services.AddSingleton<Reader>();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<Critic>(provider, provider.GetRequiredService<IOptions<DraftingOptions>>().Value.Critic)
        );
        services.AddSingleton<IMessageWriter>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DraftingOptions>>().Value;
            if (options.Provider == DraftingProvider.None)
                return provider.GetRequiredService<TemplateWriter>();

            var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(ModelConnection.HttpClientName);
            return ActivatorUtilities.CreateInstance<ModelWriter>(provider, ModelConnection.Open(options, http));
        });
        return services;
    }
}
