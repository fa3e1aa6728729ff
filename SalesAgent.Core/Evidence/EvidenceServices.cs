using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Evidence.Anchors;
using SalesAgent.Core.Evidence.Checks;
using SalesAgent.Core.Evidence.Export;
using SalesAgent.Core.Evidence.Retention;

namespace SalesAgent.Core.Evidence;

public static class EvidenceServices
{
    public static IServiceCollection AddEvidence(this IServiceCollection services) =>
        services
            .AddSingleton<AuditSeal>()
            .AddSingleton<AnchorBook>()
            .AddSingleton<AnchorDays>()
            .AddSingleton<OldLead>()
            .AddSingleton<RemoveOldLeads>()
            .AddSingleton<VerifyAudit>()
            .AddSingleton<AuditExport>()
            .AddHostedService<AuditUpkeep>();
}
