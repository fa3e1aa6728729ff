using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Records;

public static class RecordServices
{
    public static IServiceCollection AddRecords(this IServiceCollection services) =>
        services
            .AddSingleton<PersonLeads>()
            .AddSingleton<ForgottenPeople>()
            .AddSingleton<RecordFates>()
            .AddSingleton<LeadKeys>()
            .AddSingleton<FilingPlace>()
            .AddSingleton<LeadRecords>()
            .AddSingleton<OpenLedger>()
            .AddSingleton<OpenReviews>()
            .AddSingleton<LeadClaims>()
            .AddSingleton<LeadWork>()
            .AddSingleton<JoinLead>()
            .AddSingleton<OrphanRequests>();
}
