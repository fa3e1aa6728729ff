using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Review;

public static class ReviewServices
{
    public static IServiceCollection AddReview(this IServiceCollection services) => services
        .AddSingleton<ReviewCases>()
        .AddSingleton<LookAgain>()
        .AddSingleton<ShowReview>()
        .AddSingleton<OpenReviews>()
        .AddSingleton<Supersede>()
        .AddSingleton<TellFailure>()
        .AddSingleton<DecisionIntake>()
        .AddSingleton<IWorkHandler, CarryOutDecision>();
}
