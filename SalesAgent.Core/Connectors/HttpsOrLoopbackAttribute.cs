using System.ComponentModel.DataAnnotations;

namespace SalesAgent.Core.Connectors;

/// <summary>An absolute https address without query, user or fragment; plain http on this machine only. Null is fine.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpsOrLoopbackAttribute : ValidationAttribute
{
    public HttpsOrLoopbackAttribute()
        : base("{0} must be an absolute https:// address (http:// only on a loopback address), without user, query or fragment.") { }

    public override bool IsValid(object? value) =>
        value switch
        {
            null => true,
            Uri { IsAbsoluteUri: true } uri => (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
                && uri.UserInfo.Length == 0
                && uri.Query.Length == 0
                && uri.Fragment.Length == 0,
            _ => false,
        };
}
