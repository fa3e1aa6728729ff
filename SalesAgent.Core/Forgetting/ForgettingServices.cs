using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Forgetting.Deletions;
using SalesAgent.Core.Forgetting.Traces;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Forgetting;

public static class ForgettingServices
{
    public static IServiceCollection AddForgetting(this IServiceCollection services) => services
        .AddSingleton<ForgetLedger>()
        .AddSingleton<ForgetQuestions>()
        .AddSingleton<LeadRemains>()
        .AddSingleton<LostWrites>()
        .AddSingleton<EraseOutside>()
        .AddSingleton<FindTraces>()
        .AddSingleton<ForgetLead>()
        .AddSingleton<ForgetPerson>()
        .AddSingleton<IWorkHandler>(static provider => provider.GetRequiredService<ForgetPerson>())
        .AddSingleton(static provider => new ForgetRequests(
            provider.GetRequiredService<PersonKeys>(), provider.GetRequiredService<FindTraces>(), provider.GetRequiredService<ForgetPerson>(),
            provider.GetRequiredService<ForgetLedger>(), provider.GetRequiredService<ForgottenPeople>(), provider.GetRequiredService<LeadWork>(),
            provider.GetRequiredService<SystemAudit>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(static provider => new ContactDeletions(
            provider.GetRequiredService<ForgetRequests>(), provider.GetRequiredService<LeadKeys>(), provider.GetRequiredService<PersonLeads>(),
            provider.GetRequiredService<LeadWork>()))
        .AddSingleton<IWorkHandler, TellDeletion>()
        .AddHostedService<ForgetSweep>();
}
