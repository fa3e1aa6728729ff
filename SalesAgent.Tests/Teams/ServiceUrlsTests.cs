using Microsoft.Bot.Schema;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Teams;

public sealed class ServiceUrlsTests : IAsyncDisposable
{
    private const string Emea = "https://smba.trafficmanager.net/emea/",
        Amer = "https://smba.trafficmanager.net/amer/",
        Apac = "https://smba.trafficmanager.net/apac/";

    private readonly SqliteUnderTest storage = new();
    private readonly FakeTimeProvider time = new();
    private readonly ServiceUrls urls;

    public ServiceUrlsTests() => urls = New();

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task What_nobody_was_heard_from_goes_by_what_is_stored_with_the_way() =>
        (await ForAsync(Place("19:a", Emea))).ShouldBe([Emea]);

    [Fact]
    public async Task A_conversation_goes_where_it_was_heard_from_last_in_any_thread_and_after_a_restart()
    {
        await LearnAsync(Place("19:a;messageid=17", Emea));
        await LearnAsync(Place("19:a;messageid=18", Amer));

        (await ForAsync(Place("19:a;messageid=16", Emea))).ShouldBe([Amer, Emea]);
        (await New().ForAsync(Place("19:a", Emea).Reference, "19:a", CancellationToken.None)).ShouldBe([Amer, Emea]);
    }

    [Fact]
    public async Task Another_conversation_of_the_tenant_is_a_last_resort_and_that_of_another_tenant_none()
    {
        await LearnAsync(Place("19:a", Amer));
        await LearnAsync(Place("19:b", Apac, tenant: "other"));

        (await ForAsync(Place("19:c", Emea))).ShouldBe([Emea, Amer]);
    }

    [Fact]
    public async Task What_is_not_trusted_any_more_is_not_tried()
    {
        await LearnAsync(Place("19:a", "https://evil.example/"));

        (await ForAsync(Place("19:a", Emea))).ShouldBe([Emea]);
        (await ForAsync(Place("19:z", "https://evil.example/", tenant: "none"))).ShouldBe(["https://evil.example/"]);
    }

    [Fact]
    public async Task What_another_instance_learned_is_written_over_by_the_next_activity_here()
    {
        await LearnAsync(Place("19:a", Emea));
        await New().LearnAsync(Place("19:a", Amer), CancellationToken.None);
        (await ForAsync(Place("19:a", Emea)))[0].ShouldBe(Amer);

        time.Advance(TimeSpan.FromMinutes(2));
        await LearnAsync(Place("19:a", Emea));

        (await ForAsync(Place("19:a", Amer)))[0].ShouldBe(Emea);
    }

    private ServiceUrls New() => new(storage.Records, new ServiceUrlTrust(Options.Create(new BotOptions()), new Production()), time);

    private Task LearnAsync(TeamsPlace place) => urls.LearnAsync(place, CancellationToken.None);

    private Task<IReadOnlyList<string>> ForAsync(TeamsPlace place) =>
        urls.ForAsync(place.Reference, place.ConversationId, CancellationToken.None);

    private static TeamsPlace Place(string conversation, string url, string tenant = "t") =>
        new(
            new ConversationReference
            {
                ChannelId = "msteams",
                ServiceUrl = url,
                Bot = new ChannelAccount { Id = "28:bot" },
                Conversation = new ConversationAccount
                {
                    Id = conversation,
                    ConversationType = "channel",
                    TenantId = tenant,
                },
            },
            ChosenByPerson: false
        );

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
