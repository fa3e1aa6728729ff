using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Protocol;

/// <summary>Decides whether an activity may become a turn, given what its token proves.</summary>
internal sealed class Admission(IOptions<BotOptions> options, ServiceUrlTrust trust)
{
    /// <summary>
    /// The only channel let in. On others, such as Direct Line, the sender writes the tenant and its own identity
    /// into the activity.
    /// </summary>
    public const string Channel = "msteams";

    /// <summary>Why the activity may not become a turn; null when it may, and then it holds nothing that steers the SDK.</summary>
    /// <param name="token">Null: an unauthenticated activity, where those are allowed.</param>
    public Refusal? Refuse(Activity activity, TokenCheck.Proven? token)
    {
        if (!activity.TryGetChannelData<TeamsChannelData>(out var teams) && activity.ChannelData is not null)
            return Refusal.Unreadable("the channel data is none of Teams'");
        // Read once: whoever asks the activity for it finds it in this form.
        activity.ChannelData = teams;

        var tenants = ActivityTenant.NamedBy(activity, teams);
        var refusal = token is null ? null : ServiceUrl(activity, token) ?? Endorsement(token) ?? AllowedTenant(tenants.FirstOrDefault());
        refusal ??= activity.ChannelId != Channel ? Refusal.NotAllowed("not the Teams channel") : null;
        refusal ??= !trust.IsTrusted(activity.ServiceUrl) ? Refusal.NotAllowed("the service URL is not trusted") : null;
        refusal ??= tenants.Length > 1 ? Refusal.NotAllowed("the activity names two tenants") : null;
        if (refusal is not null)
            return refusal;

        // The SDK would run the turn, and all work begun in it, in the sender's culture …
        activity.Locale = null;
        // … and with `expectReplies` put our messages into the HTTP answer instead of sending them to the service URL.
        activity.DeliveryMode = null;
        return null;
    }

    private static Refusal? ServiceUrl(Activity activity, TokenCheck.Proven token) =>
        token.ServiceUrl is { Length: > 0 } claimed && claimed.Equals(activity.ServiceUrl, StringComparison.OrdinalIgnoreCase)
            ? null
            : Refusal.NotProven("the token is not for this service URL");

    private Refusal? Endorsement(TokenCheck.Proven token) =>
        options.Value.RequiredEndorsements.Append(Channel).All(token.Endorsements.Contains)
            ? null
            : Refusal.NotAllowed("the signing key may not speak for the channel");

    private Refusal? AllowedTenant(string? tenant) =>
        tenant is not null && options.Value.AllowsTenant(tenant) ? null : Refusal.NotAllowed("the tenant is not allowed");
}
