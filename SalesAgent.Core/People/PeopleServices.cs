using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.People;

public static class PeopleServices
{
    /// <exception cref="OptionsValidationException">On first use: <c>Reps</c> cannot be used as configured; every problem is
    /// named.</exception>
    public static IServiceCollection AddPeople(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton<PersonKeys>()
            .AddSingleton(_ =>
                RepDirectory.From(configuration, out var problems)
                ?? throw new OptionsValidationException(RepOptions.Section, typeof(RepOptions), problems)
            );
}
