using Microsoft.Extensions.DependencyInjection;

namespace SalesAgent.Core.Intake;

public static class LeadServices
{
    public static IServiceCollection AddLeads(this IServiceCollection services) => services.AddSingleton<LeadIntake>();
}
