using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.Holds;
using SalesAgent.Core.Leads;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.People;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Review;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Core;

public static class CoreServices
{
    /// <summary>Everything but a desk: whoever calls this registers an <see cref="IReviewDesk"/>.</summary>
    public static IServiceCollection AddSalesAgentCore(this IServiceCollection services, IConfiguration configuration) => services
        .AddPolicy(configuration)
        .AddStorage(configuration)
        .AddWork(configuration)
        .AddConnectors(configuration)
        .AddDrafting(configuration)
        .AddPeople(configuration)
        .AddAudit(configuration)
        .AddLeads()
        .AddOrchestration()
        .AddReview(configuration)
        .AddHolds()
        .AddForgetting();
}
