using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>
/// A token made by hand, so that a test can get any part of it wrong. As it comes, it is the one the connector would
/// send with <see cref="Teams.Message"/>.
/// </summary>
internal sealed class Token
{
    public JsonObject Header { get; } =
        new()
        {
            ["typ"] = "JWT",
            ["alg"] = "RS256",
            ["kid"] = SigningKey.Connector.KeyId,
        };

    public JsonObject Claims { get; } =
        new()
        {
            ["serviceurl"] = Teams.ServiceUrl,
            ["iss"] = "https://api.botframework.com",
            ["aud"] = Teams.AppId,
            ["nbf"] = Teams.Now.AddMinutes(-30).ToUnixTimeSeconds(),
            ["exp"] = Teams.Now.AddMinutes(30).ToUnixTimeSeconds(),
        };

    public Func<byte[], byte[]> Sign { get; set; } = With(SigningKey.Connector.Rsa, HashAlgorithmName.SHA256);

    public static Token SignedBy(SigningKey key)
    {
        var token = new Token { Sign = With(key.Rsa, HashAlgorithmName.SHA256) };
        token.Header["kid"] = key.KeyId;
        return token;
    }

    public static Func<byte[], byte[]> With(RSA rsa, HashAlgorithmName hash, RSASignaturePadding? padding = null) =>
        data => rsa.SignData(data, hash, padding ?? RSASignaturePadding.Pkcs1);

    public Token Claiming(string name, JsonNode? value)
    {
        Claims[name] = value;
        return this;
    }

    public Token Without(string name)
    {
        Claims.Remove(name);
        return this;
    }

    public Token ValidBetween(TimeSpan notBefore, TimeSpan expires) =>
        Claiming("nbf", (Teams.Now + notBefore).ToUnixTimeSeconds()).Claiming("exp", (Teams.Now + expires).ToUnixTimeSeconds());

    public Token WithAlgorithm(string name, Func<byte[], byte[]> sign)
    {
        Header["alg"] = name;
        Sign = sign;
        return this;
    }

    public override string ToString()
    {
        var signed = $"{Base64UrlEncoder.Encode(Header.ToJsonString())}.{Base64UrlEncoder.Encode(Claims.ToJsonString())}";
        return $"{signed}.{Base64UrlEncoder.Encode(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
