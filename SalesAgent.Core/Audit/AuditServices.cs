using Microsoft.Extensions.DependencyInjection;

namespace SalesAgent.Core.Audit;

public static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<SystemAudit>();
}
