using SalesAgent.Core.Secrets.Keys;

namespace SalesAgent.Tests.Support;

/// <summary>Keys as a storage has them that was never written under another secret.</summary>
internal static class Keyed
{
    public static StoreKeys With(string secretKey) => new(KeyRing.DerivedFrom(secretKey));
}
