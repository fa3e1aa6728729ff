using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Drafting;

namespace SalesAgent.Core.People;

public static class PeopleServices
{
    /// <exception cref="OptionsValidationException">On first use: <c>Reps</c> cannot be used as configured; every problem is named.</exception>
    public static IServiceCollection AddPeople(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(provider => RepDirectory.From(
                configuration,
                WorkingHours.Parse(provider.GetRequiredService<IOptions<SchedulingOptions>>().Value.WorkingHours),
                out var problems)
            ?? throw new OptionsValidationException(RepOptions.Section, typeof(RepOptions), problems));
}
