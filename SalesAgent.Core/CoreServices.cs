using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.Holds;
using SalesAgent.Core.Intake;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.People;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Records;
using SalesAgent.Core.Review;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Core;

public static class CoreServices
{
    /// <summary>Everything but a desk: whoever calls this registers an <see cref="IReviewDesk"/>.</summary>
    public static IServiceCollection AddSalesAgentCore(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSecrets(configuration)
            .AddPolicy(configuration)
            .AddStorage(configuration)
            .AddWork(configuration)
            .AddConnectors(configuration)
            .AddDrafting(configuration)
            .AddPeople(configuration)
            .AddAudit(configuration)
            .AddRecords()
            .AddHolds()
            .AddReview(configuration)
            .AddEvidence()
            .AddForgetting()
            .AddOrchestration()
            .AddLeads();
}
