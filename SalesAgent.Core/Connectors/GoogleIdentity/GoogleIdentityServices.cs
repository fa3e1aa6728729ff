using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Core.Connectors.GoogleIdentity.Credentials;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>Access to the reps' Google accounts.</summary>
internal static class GoogleIdentityServices
{
    /// <summary>An <see cref="IGoogleCredentials"/> or <see cref="IReconnectNotice"/> that is registered already is kept.</summary>
    public static IServiceCollection AddGoogleIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<GoogleOptions>()
            .Bind(configuration.GetSection(GoogleOptions.Section))
            .Validate<IHostEnvironment>(
                static (options, environment) => environment.IsDevelopment() || string.IsNullOrEmpty(options.DevelopmentAccessToken),
                "Google:DevelopmentAccessToken is for Development only: one token for every mailbox is not for real people."
            )
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<GoogleOptions>, ValidateGoogleOptions>();
        services.AddSingleton<IValidateOptions<GoogleOptions>, ValidateGoogleFiles>();

        services.AddSingleton<TokenSeal>();
        services.AddSingleton<AccountRecords>();
        services.AddSingleton<GoogleOAuth>();
        services.AddSingleton<LapsedAccounts>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<PendingSignIns>();
        services.AddSingleton<GrantedAccount>();
        services.AddSingleton<GoogleMailboxes>();
        services.AddSingleton<GoogleSignIn>();
        services.AddSingleton<IWorkHandler, TellReconnect>();
        services.TryAddSingleton<IReconnectNotice, LoggedReconnectNotice>();

        services.AddSingleton<SignedInAccounts>();
        services.AddSingleton<DelegatedAccounts>();
        services.AddSingleton<DevelopmentAccount>();
        services.TryAddSingleton<IGoogleCredentials>(static provider =>
            provider.GetRequiredService<IOptions<GoogleOptions>>().Value.Way switch
            {
                GoogleWay.SignIn => provider.GetRequiredService<SignedInAccounts>(),
                GoogleWay.ServiceAccount => provider.GetRequiredService<DelegatedAccounts>(),
                _ => provider.GetRequiredService<DevelopmentAccount>(),
            }
        );
        return services;
    }
}
