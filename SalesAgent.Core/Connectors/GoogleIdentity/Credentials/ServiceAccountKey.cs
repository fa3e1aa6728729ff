using System.Security.Cryptography;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Credentials;

/// <summary>The key file of a service account.</summary>
internal sealed record ServiceAccountKey(string Account, string? KeyId, string PrivateKey)
{
    /// <exception cref="FormatException">It is not such a file; the message says what is missing and quotes nothing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ServiceAccountKey Read(string path)
    {
        var file = GoogleClient.Parse(File.ReadAllText(path));
        if (GoogleClient.Text(file, "type") is not "service_account")
        {
            throw new FormatException(
                "it is no key of a service account (type service_account): create one under the service account's Keys"
            );
        }

        if (
            GoogleClient.Text(file, "client_email") is not { Length: > 0 } account
            || GoogleClient.Text(file, "private_key") is not { Length: > 0 } key
        )
        {
            throw new FormatException("it has no client_email or no private_key");
        }

        try
        {
            using var rsa = Import(key);
            rsa.ExportRSAPrivateKey();
        }
        catch (Exception unusable) when (unusable is ArgumentException or CryptographicException)
        {
            throw new FormatException("its private_key cannot be used: download a new key");
        }

        return new ServiceAccountKey(account, GoogleClient.Text(file, "private_key_id"), key);
    }

    /// <summary>For whoever signs with it, and keeps it.</summary>
    public RSA Open() => Import(PrivateKey);

    // A record prints its members otherwise.
    public override string ToString() => nameof(ServiceAccountKey);

    private static RSA Import(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return rsa;
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }
}
