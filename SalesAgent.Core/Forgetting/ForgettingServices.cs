using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Forgetting.Deletions;
using SalesAgent.Core.Forgetting.Traces;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Forgetting;

public static class ForgettingServices
{
    public static IServiceCollection AddForgetting(this IServiceCollection services) =>
        services
            .AddSingleton<ForgetLedger>()
            .AddSingleton<ForgetQuestions>()
            .AddSingleton<LeadRemains>()
            .AddSingleton<LostWrites>()
            .AddSingleton<EraseOutside>()
            .AddSingleton<FindTraces>()
            .AddSingleton<ForgetLead>()
            .AddSingleton<ForgetPerson>()
            .AddSingleton<IWorkHandler>(static provider => provider.GetRequiredService<ForgetPerson>())
            .AddSingleton<ForgetRequests>()
            .AddSingleton<ContactDeletions>()
            .AddSingleton<IWorkHandler, TellDeletion>()
            .AddHostedService<ForgetSweep>();
}
