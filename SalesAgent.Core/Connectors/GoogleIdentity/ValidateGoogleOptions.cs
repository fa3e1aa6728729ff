using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

[OptionsValidator]
internal sealed partial class ValidateGoogleOptions : IValidateOptions<GoogleOptions>;
