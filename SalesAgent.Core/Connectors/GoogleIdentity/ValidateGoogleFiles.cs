using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Core.Connectors.GoogleIdentity.Credentials;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>
/// Reads the files that are configured once at start, so that a wrong one is named then and not at somebody's first sign-in.
/// </summary>
internal sealed class ValidateGoogleFiles(IHostEnvironment environment) : IValidateOptions<GoogleOptions>
{
    public ValidateOptionsResult Validate(string? name, GoogleOptions options)
    {
        var problems = new List<string>();
        string?[] ways = [options.ClientSecretFile, options.ServiceAccountFile, options.DevelopmentAccessToken];
        if (ways.Count(way => !string.IsNullOrEmpty(way)) > 1)
        {
            problems.Add(
                "Google:ClientSecretFile, Google:ServiceAccountFile and Google:DevelopmentAccessToken exclude each other: set one of them."
            );
        }

        var client = Read("Google:ClientSecretFile", options.ClientSecretFile, GoogleClient.Read, problems);
        Read("Google:ServiceAccountFile", options.ServiceAccountFile, ServiceAccountKey.Read, problems);

        // Google would answer redirect_uri_mismatch to every rep.
        if (client is { IsWeb: false } && options.RedirectUri is { IsAbsoluteUri: true, IsLoopback: false })
        {
            problems.Add(
                "Google:RedirectUri needs an OAuth client of type Web application, and Google:ClientSecretFile is one of type Desktop app."
            );
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private T? Read<T>(string key, string? path, Func<string, T> read, List<string> problems)
        where T : class
    {
        if (string.IsNullOrEmpty(path))
            return null;
        try
        {
            return read(Path.Combine(environment.ContentRootPath, path));
        }
        catch (FormatException wrong)
        {
            problems.Add($"{key} cannot be used: {wrong.Message} (docs/google-oauth.md).");
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"{key} names a file that is not there. A relative path starts at the content root.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{key} names a file that cannot be read: check who may.");
        }

        return null;
    }
}
