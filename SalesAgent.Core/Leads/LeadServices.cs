using Microsoft.Extensions.DependencyInjection;

namespace SalesAgent.Core.Leads;

public static class LeadServices
{
    public static IServiceCollection AddLeads(this IServiceCollection services) => services
        .AddSingleton<PersonKeys>()
        .AddSingleton<PersonLeads>()
        .AddSingleton<LeadKeys>()
        .AddSingleton<LeadRecords>()
        .AddSingleton<OpenLedger>()
        .AddSingleton<LeadWork>()
        .AddSingleton<LeadIntake>()
        .AddHostedService<LedgerSweep>();
}
