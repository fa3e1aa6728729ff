using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Journeys;

namespace SalesAgent.Tests.Support.Processes;

/// <summary>
/// Leads that come in and people who decide on them, whoever dies meanwhile: HubSpot sends a form until it is told that it was accepted,
/// and a person presses a button until the card says that it counted.
/// </summary>
internal sealed class SalesFloor(BotWorld world)
{
    /// <summary>Far beyond what anything here takes; only what is stuck gets there.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private int underWay;

    /// <summary>Leads that are sent and not decided yet.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>Until all that was sent is decided; only a lead that is stuck gets to the limit.</summary>
    public async Task NothingUnderWayAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (UnderWay > 0)
            await Task.Delay(Pause, limit.Token);
    }

    /// <summary>One lead from its form to the decision on it.</summary>
    /// <param name="verb">What its person presses.</param>
    /// <param name="cards">They look when there are so many of it, and press on the first.</param>
    public async Task<HandledLead> HandleAsync(int number, string verb, int cards = 1)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            var (lead, accepted) = await SendAsync(number);
            var (card, shown) = await ShownAsync(lead);
            while (cards > 1 && CardsOf(lead) < cards)
                await Task.Delay(Pause * 10);
            if (verb == "reject")
                await FiledAsync(number);
            await DecideAsync(card, verb);
            return new HandledLead(number, lead, verb, accepted, shown);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    /// <summary>All of them to the end; only a lead that is stuck gets to the limit.</summary>
    public static Task<HandledLead[]> AllAsync(IEnumerable<Task<HandledLead>> leads) => Task.WhenAll(leads).WaitAsync(Patience);

    /// <summary>One lead until its card is there.</summary>
    public async Task<(HandledLead Lead, TeamsPost Card)> BringInAsync(int number, string verb)
    {
        var (lead, accepted) = await SendAsync(number);
        var (card, shown) = await ShownAsync(lead);
        return (new HandledLead(number, lead, verb, accepted, shown), card);
    }

    public static string EmailOf(int number) => FormattableString.Invariant($"jane{number}@acme{number}.example");

    private async Task<(LeadId Lead, long At)> SendAsync(int number)
    {
        var form = FormOf(number);
        while (true)
        {
            var reply = await ReachAsync(bot => world.Sandbox.HubSpot.SendAsync(bot.Address, HubSpotRoute.FormSubmission, form));
            if (reply is { Status: 202 })
                return (LeadId.Parse(reply.Json!["leadIds"]![0]!.GetValue<string>()), TimeProvider.System.GetTimestamp());
            if (reply is not null)
                reply.Status.ShouldBe(503, reply.Body);
            await Task.Delay(Pause);
        }
    }

    private async Task<(TeamsPost Card, long At)> ShownAsync(LeadId lead)
    {
        while (true)
        {
            if (await world.Cards.OfAsync(lead, CancellationToken.None) is { } arrival)
                return (arrival.Post, arrival.At);
        }
    }

    /// <summary>
    /// Who turns a draft down takes a while to read it. Were they faster than HubSpot, no task would be filed any more, and rightly so.
    /// </summary>
    private async Task FiledAsync(int number)
    {
        var portal = world.Vendors.HubSpot;
        while (
            portal.IdByEmail(EmailOf(number)) is not { } contact
            || portal.LinksOf("contacts", contact, "tasks").Count == 0
            || portal.LinksOf("contacts", contact, "notes").Count == 0
        )
        {
            await Task.Delay(Pause);
        }
    }

    private async Task DecideAsync(TeamsPost card, string verb)
    {
        while (CardActions.Find(card.Card!, "Action.Execute", verb) is not null)
        {
            var press = world.Alex.Press(card, verb);
            var reply = await ReachAsync(bot => world.Alex.At(card).SendAsync(bot.Messages, press));
            if (reply is { Status: 200 } && !reply.Body.Contains("\"Action.Execute\"", StringComparison.Ordinal))
                return;
            await Task.Delay(Pause);
        }
    }

    /// <summary>Null when nobody was there, or died before the answer.</summary>
    private async Task<SandboxReply?> ReachAsync(Func<BotInstance, Task<SandboxReply>> send)
    {
        if (world.Door is not { } bot)
            return null;
        try
        {
            return await send(bot);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private int CardsOf(LeadId lead) =>
        world
            .Vendors.Teams.Conversations.SelectMany(conversation => conversation.Posts)
            .Count(post => post.FromBot && post.Versions[0].Contains($"\"{lead}.", StringComparison.Ordinal));

    private static string FormOf(int number)
    {
        var who = new SampleProspect(
            "One of many",
            EmailOf(number),
            $"Jane{number}",
            "Roe",
            $"Acme {number}",
            "Head of Sales",
            "+1 555 0100",
            "America/New_York"
        );
        return new SampleSubmission(
            $"a{number:D7}-0000-4000-8000-000000000009",
            who,
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            "Contact",
            "https://contoso.example/form",
            "We need prices soon."
        )
            .Form()
            .ToJsonString();
    }
}

/// <param name="Accepted">When its sender was told so, and <paramref name="Shown"/> when its card was in Teams: time stamps of the system's
/// clock.</param>
internal sealed record HandledLead(int Number, LeadId Lead, string Verb, long Accepted, long Shown);
