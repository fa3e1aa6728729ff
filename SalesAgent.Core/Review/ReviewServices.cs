using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Review.Limits;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Review;

public static class ReviewServices
{
    public static IServiceCollection AddReview(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<ReviewOptions>()
            .Bind(configuration.GetSection(ReviewOptions.Section))
            .Validate(
                static options =>
                    options.RemindAfterHours == 0 || options.ExpireAfterHours == 0 || options.RemindAfterHours < options.ExpireAfterHours,
                "Review:RemindAfterHours must be less than Review:ExpireAfterHours."
            )
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReviewOptions>, ValidateReview>());
        return services.AddReview();
    }

    private static IServiceCollection AddReview(this IServiceCollection services) =>
        services
            .AddSingleton<ReviewCases>()
            .AddSingleton<RecheckTimes>()
            .AddSingleton<ShowReview>()
            .AddSingleton<FinishedCase>()
            .AddSingleton<IWorkHandler, ShowAgain>()
            .AddSingleton<HandOver>()
            .AddSingleton<Supersede>()
            .AddSingleton<TellFailure>()
            .AddSingleton<TellWaiting>()
            .AddSingleton<DecisionIntake>()
            .AddSingleton<DecisionOutside>()
            .AddSingleton<IDraftLimit, Cooldown>()
            .AddSingleton<RemindRep>()
            .AddSingleton<TendReview>()
            .AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<TendReview>())
            .AddSingleton<IWorkHandler, CarryOutDecision>()
            .AddSingleton<IWorkHandler, HoldTimes>();
}
