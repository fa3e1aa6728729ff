using System.Text;
using Google.Apis.Auth.OAuth2;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Core.Connectors.DraftOnly;

/// <summary>
/// Goes the whole way that the product's own calls to Google go. An attempt that got out would do no harm: it says nothing, and its
/// token opens nothing.
/// </summary>
internal sealed class SendTrial(GoogleMailboxes mailboxes, IOptions<GoogleOptions> google) : ISendTrial
{
    /// <summary>An attempt of ours is refused like any other, and alarms nobody.</summary>
    private static readonly HttpRequestOptionsKey<bool> Trial = new("SalesAgent.SendTrial");

    private static readonly OutsideCall Trying = OutsideCall.Read(ConnectorServices.Google, "Trying to send");

    public static bool IsTrial(HttpRequestMessage request) => request.Options.TryGetValue(Trial, out var isTrial) && isTrial;

    public async Task<IReadOnlyList<string>> EscapedAsync(CancellationToken cancellationToken)
    {
        var nobody = mailboxes.Build("me", GoogleCredential.FromAccessToken("opens-nothing"));
        var gmail = google.Value.Gmail.BaseUri;
        var calendar = google.Value.Calendar.BaseUri;
        (HttpClient Way, Uri Service, string Path)[] attempts =
        [
            (nobody.Gmail.HttpClient, gmail, "gmail/v1/users/me/messages/send"),
            (nobody.Gmail.HttpClient, gmail, "gmail/v1/users/me/drafts/send"),
            (nobody.Gmail.HttpClient, gmail, "upload/gmail/v1/users/me/messages/send?uploadType=media"),
            (nobody.Gmail.HttpClient, gmail, "batch/gmail/v1"),
            (nobody.Calendar.HttpClient, calendar, "calendars/primary/events?sendUpdates=all"),
        ];

        var escaped = new List<string>();
        foreach (var (way, service, path) in attempts)
        {
            if (!await IsRefusedAsync(way, new Uri(AsFolder(service), path), cancellationToken))
                escaped.Add("POST " + path);
        }

        return escaped;
    }

    private static async Task<bool> IsRefusedAsync(HttpClient way, Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Options.Set(Trial, true);
        Trying.Mark(request);
        try
        {
            using var answer = await way.SendAsync(request, cancellationToken);
            return false;
        }
        catch (SendRefusedException)
        {
            return true;
        }
        catch (Exception unanswered) when (unanswered is ConnectorException or HttpRequestException)
        {
            // Past the rules, whatever became of it then.
            return false;
        }
    }

    private static Uri AsFolder(Uri service) => service.AbsoluteUri.EndsWith('/') ? service : new Uri(service.AbsoluteUri + "/");
}
