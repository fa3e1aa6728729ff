using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Bot.Operations.Operators;

/// <summary>A key that nobody has had before, and the hash to configure.</summary>
/// <param name="Key">256 random bits. The prefix lets scanners for leaked secrets find it.</param>
internal sealed record NewOperatorKey(string Key, string Hash)
{
    private const string Prefix = "salesagent-op-";

    public static NewOperatorKey Make()
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new NewOperatorKey(key, HashOf(key));
    }

    /// <summary>As section <c>OperatorKeys</c> has it.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public override string ToString() => nameof(NewOperatorKey);
}
