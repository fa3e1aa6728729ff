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

    /// <summary>Either the turn, or why there is none.</summary>
    /// <param name="token">Null: an unauthenticated activity, where those are allowed.</param>
    public (Turn? Turn, Refusal? Refusal) Decide(Activity activity, TokenCheck.Proven? token)
    {
        var (tenants, tenant) = TenantOf(activity);
        var refusal = token is null
            ? null
            : ServiceUrl(activity, token) ?? Endorsement(token) ?? AllowedTenant(tenant);
        refusal ??= activity.ChannelId != Channel ? Refusal.NotAllowed("not the Teams channel") : null;
        refusal ??= !trust.IsTrusted(activity.ServiceUrl) ? Refusal.NotAllowed("the service URL is not trusted") : null;
        refusal ??= tenants > 1 ? Refusal.NotAllowed("the activity names two tenants") : null;
        if (refusal is not null)
            return (null, refusal);

        return (new Turn
        {
            Activity = activity,
            Reference = ConversationReference.From(activity, tenant),
            IsAuthenticated = token is not null,
            TenantId = tenant,
        }, null);
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

    private static (int Distinct, string? Tenant) TenantOf(Activity activity)
    {
        string?[] named = [activity.ChannelData?.Tenant?.Id, activity.Conversation?.TenantId];
        var distinct = named.Where(id => !string.IsNullOrEmpty(id)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return (distinct.Length, distinct.FirstOrDefault());
    }
}
