using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards;

/// <summary>Takes a rep to Google's own page. Only ever shown in that rep's chat.</summary>
internal static class SignInCard
{
    public const string Summary = "Connect your Google account";

    /// <param name="mailbox">Which account has to be chosen there.</param>
    /// <param name="scopes">Name of each permission and what it is for.</param>
    /// <param name="minutes">How long the link can be used.</param>
    public static JsonObject Render(Uri link, string mailbox, IReadOnlyList<(string Name, string Reason)> scopes, int minutes)
    {
        List<JsonObject> body =
        [
            Line(new Run(Summary, Tone.Title)),
            Line(new("Sign in as "), new(mailbox, Tone.Strong), new(" and leave every box ticked. SalesAgent asks to:")),
            .. scopes.Select(scope => Line(new($"• {scope.Reason} "), new($"({scope.Name})", Tone.Subtle)).Spaced("Small")),
            Line(new Run($"The link is yours alone and works once, within {minutes} minutes.", Tone.Subtle)),
            ActionSet([
                CardInputs.Open("Sign in with Google", link) ?? throw new ArgumentException("Not a link for a browser.", nameof(link)),
            ]),
        ];
        return Card(Summary, body);
    }
}
