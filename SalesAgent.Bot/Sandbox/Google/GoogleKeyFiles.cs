using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Google;

/// <summary>The files one would download from the Google console for the sandbox's client and service account.</summary>
internal static class GoogleKeyFiles
{
    public const string ServiceAccount = "salesagent@sandbox-project.iam.gserviceaccount.example";

    // Making a key takes a while, so one serves all sandboxes of the process.
    private static readonly Lazy<RSA> Key = new(static () => RSA.Create(2048));

    public static string DesktopClient { get; } = Client("installed", "http://localhost");

    public static string WebClient(Uri redirect) => Client("web", redirect.OriginalString);

    /// <summary>Its key is made anew in each process.</summary>
    public static string ServiceAccountKey() =>
        new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "sandbox-project",
            ["private_key_id"] = "sandbox-key-1",
            ["private_key"] = Key.Value.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = ServiceAccount,
            ["client_id"] = "100000000000000000001",
        }.ToJsonString();

    public static bool IsSignedByServiceAccount(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        Key.Value.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Client(string type, string redirect) =>
        new JsonObject
        {
            [type] = new JsonObject
            {
                ["client_id"] = SandboxCredentials.GoogleClientId,
                ["client_secret"] = SandboxCredentials.GoogleClientSecret,
                ["redirect_uris"] = new JsonArray(redirect),
            },
        }.ToJsonString();
}
