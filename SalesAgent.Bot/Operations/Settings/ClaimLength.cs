using Microsoft.Extensions.Options;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Work;

namespace SalesAgent.Bot.Operations.Settings;

/// <summary>A claim that ends before the call it protects would let a second worker write the same thing.</summary>
internal sealed class ClaimLength(IOptions<ConnectorOptions> connectors, IOptions<BotOptions> bot) : IValidateOptions<WorkOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkOptions options)
    {
        try
        {
            var teams = TimeSpan.FromSeconds(bot.Value.ConnectorTimeoutSeconds);
            return options.Claim > connectors.Value.ReadTimeout + connectors.Value.WriteTimeout && options.Claim > teams
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    "Work:ClaimSeconds must be more than Connectors:ReadTimeout and Connectors:WriteTimeout together, and more than Bot:ConnectorTimeoutSeconds."
                );
        }
        catch (OptionsValidationException)
        {
            // Their own problems are told as theirs.
            return ValidateOptionsResult.Skip;
        }
    }
}
