namespace SalesAgent.Bot.Protocol;

/// <summary>
/// Brings MSAL to a login authority it would not accept by itself. MSAL insists on https and keeps one path segment, the
/// tenant; a sandbox answers on http loopback and perhaps under a path. So MSAL is given an https address of the same host
/// and port, and its requests to exactly that address are sent to the configured authority instead.
/// </summary>
/// <remarks>Whether http is allowed at all is decided where the options are checked: loopback, in Development.</remarks>
internal sealed class LoginAddress(Uri configured) : DelegatingHandler
{
    /// <summary>The authority as MSAL is told it; ends with a slash.</summary>
    public static Uri ForMsal(Uri configured) => new UriBuilder(Uri.UriSchemeHttps, configured.Host, configured.Port).Uri;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (
            request.RequestUri is { } asked
            && Uri.Compare(
                asked,
                ForMsal(configured),
                UriComponents.SchemeAndServer,
                UriFormat.UriEscaped,
                StringComparison.OrdinalIgnoreCase
            ) == 0
        )
        {
            request.RequestUri = new Uri(configured.AbsoluteUri.TrimEnd('/') + asked.PathAndQuery);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
