using System.Text.Json.Serialization;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(AccountTokens))]
[JsonSerializable(typeof(PendingSignIn))]
[JsonSerializable(typeof(PendingSecrets))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class GoogleIdentityJson : JsonSerializerContext;
