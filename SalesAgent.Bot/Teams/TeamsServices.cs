using Microsoft.Bot.Builder;
using SalesAgent.Bot.Teams.Commands;
using SalesAgent.Bot.Teams.Commands.Drafts;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.Review;

namespace SalesAgent.Bot.Teams;

internal static class TeamsServices
{
    public static IServiceCollection AddTeams(this IServiceCollection services) =>
        services
            .AddSingleton<ConversationBook>()
            .AddSingleton<ServiceUrls>()
            .AddSingleton<TeamsPosts>()
            .AddSingleton<TeamsReviewDesk>()
            .AddSingleton<IReviewDesk>(provider => provider.GetRequiredService<TeamsReviewDesk>())
            .AddSingleton<ChatReply>()
            .AddSingleton<Installations>()
            .AddHttpContextAccessor()
            .AddSingleton<AfterAnswer>()
            .AddSingleton<CardActions>()
            .AddSingleton<GoogleChat>()
            .AddSingleton<IReconnectNotice>(provider => provider.GetRequiredService<GoogleChat>())
            .AddSingleton<StopWarning>()
            .AddSingleton<LeadsOfPerson>()
            .AddChatCommands()
            .AddSingleton<ChatMessages>()
            .AddSingleton<ProcessedMessages>()
            .AddSingleton<IBot, TeamsBot>();
}
