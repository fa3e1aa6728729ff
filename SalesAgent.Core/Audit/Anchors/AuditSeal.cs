using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Policy;

namespace SalesAgent.Core.Audit.Anchors;

/// <summary>Marks records as written by this installation: a keyed hash, which nobody can make who has only the store.</summary>
internal sealed class AuditSeal(IOptions<InstallationOptions> options)
{
    private readonly byte[] key = DerivedKey.For("audit", options.Value.SecretKey);

    public string Of(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
