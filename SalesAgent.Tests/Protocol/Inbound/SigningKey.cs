using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>A key of the connector, or of somebody who would like to be it.</summary>
internal sealed class SigningKey(string keyId)
{
    // Two key pairs are made once: no test needs more strangers than that.
    private static readonly RSA First = RSA.Create(2048);
    private static readonly RSA Second = RSA.Create(2048);

    public string KeyId { get; } = keyId;

    public RSA Rsa { get; init; } = First;

    /// <summary>Null: the entry has no such field.</summary>
    public JsonNode? Endorsements { get; init; } = new JsonArray("msteams", "webchat", "directline");

    public (DateTimeOffset From, DateTimeOffset To)? Certificate { get; init; }

    public static SigningKey Connector { get; } = new("connector-1");

    public static RSA AnotherPair => Second;

    public byte[] PublicPem => System.Text.Encoding.ASCII.GetBytes(Rsa.ExportSubjectPublicKeyInfoPem());

    public JsonObject Published()
    {
        var parameters = Rsa.ExportParameters(includePrivateParameters: false);
        var entry = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
        if (Endorsements is not null)
            entry["endorsements"] = Endorsements.DeepClone();
        if (Certificate is var (from, to))
        {
            var request = new CertificateRequest("CN=connector", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(from, to);
            entry["x5c"] = new JsonArray(Convert.ToBase64String(certificate.Export(X509ContentType.Cert)));
        }

        return entry;
    }
}
