using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Protocol;

/// <summary>Reads <c>MicrosoftAppCertificateFile</c>, and at start sees to it that it can be read.</summary>
internal sealed class CertificateFile : IValidateOptions<BotOptions>
{
    public ValidateOptionsResult Validate(string? name, BotOptions options)
    {
        if (options.MicrosoftAppCertificateFile.Length == 0)
            return ValidateOptionsResult.Skip;
        try
        {
            using var certificate = Load(options.MicrosoftAppCertificateFile, options.MicrosoftAppCertificatePassword);
            return certificate.HasPrivateKey
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    "MicrosoftAppCertificateFile has no private key: export the certificate together with its key."
                );
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return ValidateOptionsResult.Fail(
                "MicrosoftAppCertificateFile cannot be read: check that the file is there and readable, that it is a PFX or a PEM "
                    + "with a private key, and that MicrosoftAppCertificatePassword fits."
            );
        }
    }

    /// <param name="file">A PFX, or a PEM that holds certificate and key.</param>
    /// <param name="password">Empty when the key is not encrypted.</param>
    public static X509Certificate2 Load(string file, string password)
    {
        if (!File.ReadAllText(file).Contains("-----BEGIN ", StringComparison.Ordinal))
            return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        return password.Length == 0
            ? X509Certificate2.CreateFromPemFile(file)
            : X509Certificate2.CreateFromEncryptedPemFile(file, password);
    }
}
