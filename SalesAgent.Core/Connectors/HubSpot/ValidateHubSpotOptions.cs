using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Connectors.HubSpot;

[OptionsValidator]
internal sealed partial class ValidateHubSpotOptions : IValidateOptions<HubSpotOptions>;
