using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Connectors;

[OptionsValidator]
internal sealed partial class ValidateConnectorOptions : IValidateOptions<ConnectorOptions>;
