using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Orchestration.Offering;
using SalesAgent.Core.Orchestration.Steps;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Orchestration;

public static class OrchestrationServices
{
    /// <summary>Their order is <see cref="StepOrder"/>'s, whatever the order here.</summary>
    public static IServiceCollection AddOrchestration(this IServiceCollection services) =>
        services
            .AddSingleton<ContactLookup>()
            .AddSingleton<KnownContacts>()
            .AddSingleton<RepHours>()
            .AddSingleton<FreeTimes>()
            .AddSingleton<TimesBeforeWriting>()
            .AddSingleton<IStep, ExtractProspect>()
            .AddSingleton<IStep, ResolveHubSpot>()
            .AddSingleton<IStep, SearchEmail>()
            .AddSingleton<IStep, CalendarAvailability>()
            .AddSingleton<IStep, GenerateMessage>()
            .AddSingleton<IStep, CreateDraft>()
            .AddSingleton<IStep, CreateHubSpotTask>()
            .AddSingleton<IStep, RequestApproval>()
            .AddSingleton<IWorkHandler, RemoveOrphans>()
            .AddSingleton<LaterWords>()
            .AddSingleton<StepAttempt>()
            .AddSingleton<PutOff>()
            .AddSingleton<GiveUpRun>()
            .AddSingleton<IWorkHandler, Orchestrator>()
            .AddHostedService<LedgerSweep>();
}
