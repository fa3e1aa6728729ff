using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>
/// One person in one conversation: types, clicks and installs, and posts to the bot's endpoint what Teams would post.
/// </summary>
internal sealed class SandboxTeamsPlace(
    SandboxRep person,
    TeamsConversation conversation,
    TeamsTenant teams,
    Func<string> connectorToken,
    HttpClient http,
    string serviceUrl,
    TimeProvider time
)
{
    private readonly TeamsActivities activities = new(person, conversation, serviceUrl, time);

    public TeamsConversation Conversation => conversation;

    /// <summary>Types a message; in a channel as a new post that mentions the bot, or as a reply to <paramref name="thread"/>.</summary>
    public async Task<SandboxReply> SayAsync(
        Uri botEndpoint,
        string text,
        TeamsPost? thread = null,
        CancellationToken cancellationToken = default
    )
    {
        var root =
            thread?.ConversationId is { } address && address.IndexOf('=', StringComparison.Ordinal) is var cut and > 0
                ? address[(cut + 1)..]
                : null;
        var post = teams.Post(conversation, root, fromBot: false, new JsonObject { ["type"] = "message", ["text"] = text });
        return await SendAsync(botEndpoint, activities.Message(post.Id, post.ConversationId, text), cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Presses the button with that verb on the card this person sees: <c>Action.Execute</c> if there is one, else
    /// <c>Action.Submit</c>. A card in the answer replaces the card for this person.
    /// </summary>
    public async Task<SandboxReply> ClickAsync(
        Uri botEndpoint,
        TeamsPost card,
        string verb,
        IReadOnlyDictionary<string, string>? inputs = null,
        CancellationToken cancellationToken = default
    )
    {
        var seen = Seen(card);
        if (CardActions.Find(seen, "Action.Execute", verb) is not { } action)
            return await SubmitAsync(botEndpoint, card, verb, inputs, cancellationToken);
        return await ExecuteAsync(
            botEndpoint,
            card,
            activities.Execute(card, action, CardActions.Data(seen, action, inputs), "manual"),
            cancellationToken
        );
    }

    /// <summary>
    /// Presses the button as a client without Universal Actions does: its <c>Action.Submit</c>, also where that is only the fallback.
    /// </summary>
    public async Task<SandboxReply> SubmitAsync(
        Uri botEndpoint,
        TeamsPost card,
        string verb,
        IReadOnlyDictionary<string, string>? inputs = null,
        CancellationToken cancellationToken = default
    )
    {
        var seen = Seen(card);
        var action =
            CardActions.Find(seen, "Action.Submit", verb)
            ?? CardActions.Find(seen, "Action.Execute", verb)?.Child("fallback")
            ?? throw new ArgumentException(
                $"The card has no button '{verb}', but {string.Join(", ", CardActions.Verbs(seen))}.",
                nameof(verb)
            );
        return await SendAsync(
            botEndpoint,
            activities.Submit(teams.NextId(), card, CardActions.Data(seen, action, inputs)),
            cancellationToken: cancellationToken
        );
    }

    /// <summary>The card comes into view: its refresh is asked for when this person is on its list. Null when nothing is sent.</summary>
    public async Task<SandboxReply?> RefreshAsync(Uri botEndpoint, TeamsPost card, CancellationToken cancellationToken = default)
    {
        var refresh = Seen(card).Child("refresh");
        if (refresh.Child("action") is not { } action || !refresh.Items("userIds").Any(id => id.AsText() == person.TeamsUserId))
            return null;
        return await ExecuteAsync(
            botEndpoint,
            card,
            activities.Execute(card, action, action["data"]?.DeepClone(), "automatic"),
            cancellationToken
        );
    }

    /// <summary>Adds the app here: the bot is in the roster, and hears of it in both ways.</summary>
    public async Task<IReadOnlyList<SandboxReply>> InstallAsync(Uri botEndpoint, CancellationToken cancellationToken = default)
    {
        conversation.Installed = true;
        return
        [
            await SendAsync(botEndpoint, activities.InstallationUpdate("add"), cancellationToken: cancellationToken),
            await SendAsync(botEndpoint, activities.ConversationUpdate(added: true), cancellationToken: cancellationToken),
        ];
    }

    public async Task<IReadOnlyList<SandboxReply>> UninstallAsync(Uri botEndpoint, CancellationToken cancellationToken = default)
    {
        conversation.Installed = false;
        return
        [
            await SendAsync(botEndpoint, activities.InstallationUpdate("remove"), cancellationToken: cancellationToken),
            await SendAsync(botEndpoint, activities.ConversationUpdate(added: false), cancellationToken: cancellationToken),
        ];
    }

    /// <summary>Sends any activity with a valid connector token (or the given one): for what no client would do.</summary>
    public async Task<SandboxReply> SendAsync(
        Uri botEndpoint,
        JsonObject activity,
        string? token = null,
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, botEndpoint)
        {
            Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? connectorToken());
        using var response = await http.SendAsync(request, cancellationToken);
        return new SandboxReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>The activities this person's client would send, to be bent before <see cref="SendAsync"/>.</summary>
    public TeamsActivities Activities => activities;

    private async Task<SandboxReply> ExecuteAsync(Uri botEndpoint, TeamsPost card, JsonObject activity, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(botEndpoint, activity, cancellationToken: cancellationToken);
        if (
            reply.Status == 200
            && reply.Body.StartsWith('{')
            && reply.Json is { } said
            && said.Text("type") is "application/vnd.microsoft.card.adaptive"
            && said.Child("value") is { } shown
        )
        {
            card.Show(person.TeamsUserId, shown);
        }

        return reply;
    }

    private JsonObject Seen(TeamsPost card) =>
        card.CardFor(person.TeamsUserId) ?? throw new ArgumentException("The message is no card.", nameof(card));
}
