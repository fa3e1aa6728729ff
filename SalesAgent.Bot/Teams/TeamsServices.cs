using Microsoft.Bot.Builder;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.Review;

namespace SalesAgent.Bot.Teams;

internal static class TeamsServices
{
    public static IServiceCollection AddTeams(this IServiceCollection services) => services
        .AddSingleton<ConversationBook>()
        .AddSingleton<TeamsPosts>()
        .AddSingleton<TeamsReviewDesk>()
        .AddSingleton<IReviewDesk>(provider => provider.GetRequiredService<TeamsReviewDesk>())
        .AddSingleton<ChatReply>()
        .AddSingleton<Installations>()
        .AddHttpContextAccessor()
        .AddSingleton<AfterAnswer>()
        .AddSingleton<CardActions>()
        .AddSingleton<ProspectChat>()
        .AddSingleton<ReviewChat>()
        .AddSingleton<GoogleChat>()
        .AddSingleton<IReconnectNotice>(provider => provider.GetRequiredService<GoogleChat>())
        .AddSingleton<StopChat>()
        .AddSingleton<ForgetChat>()
        .AddSingleton<StatusChat>()
        .AddSingleton<ChatCommands>()
        .AddSingleton<HeardMessages>()
        .AddSingleton<IBot, TeamsBot>();
}
