using Microsoft.Bot.Schema;
using SalesAgent.Bot.Teams;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Teams;

public sealed class ConversationBookTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();
    private readonly ConversationBook book;

    public ConversationBookTests() => book = new ConversationBook(storage.Records);

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task The_personal_chat_is_kept_fresh_when_its_service_url_changes()
    {
        (await RememberAsync(Personal("https://smba.example/emea/"))).ShouldBeTrue();
        (await RememberAsync(Personal("https://smba.example/emea/"))).ShouldBeFalse();
        (await RememberAsync(Personal("https://smba.example/amer/"))).ShouldBeTrue();

        var place = await book.PersonalOfAsync("aad-alex", CancellationToken.None);
        place!.Reference.ServiceUrl.ShouldBe("https://smba.example/amer/");
        TeamsPlaceRow.Write((await book.PlaceOfAsync("aad-alex", CancellationToken.None))!).ShouldBe(TeamsPlaceRow.Write(place));
    }

    [Fact]
    public async Task A_channel_goes_before_the_personal_chat()
    {
        await RememberAsync(Personal());
        await BindAsync(Channel("19:a@thread.tacv2"), chosen: false);

        (await PlaceAsync()).ShouldBe("19:a@thread.tacv2");
    }

    [Fact]
    public async Task A_channel_that_somebody_chose_does_not_give_way_to_an_installation_but_to_another_choice()
    {
        (await BindAsync(Channel("19:installed@thread.tacv2"), chosen: false)).ShouldBeTrue();
        (await BindAsync(Channel("19:chosen@thread.tacv2"), chosen: true)).ShouldBeTrue();
        (await BindAsync(Channel("19:installed@thread.tacv2"), chosen: false)).ShouldBeFalse();
        (await PlaceAsync()).ShouldBe("19:chosen@thread.tacv2");

        await BindAsync(Channel("19:another@thread.tacv2"), chosen: true);
        (await PlaceAsync()).ShouldBe("19:another@thread.tacv2");
    }

    [Fact]
    public async Task A_channel_chosen_in_a_thread_is_the_channel_and_not_the_thread()
    {
        await BindAsync(Channel("19:a@thread.tacv2;messageid=17"), chosen: true);

        (await PlaceAsync()).ShouldBe("19:a@thread.tacv2");
    }

    [Fact]
    public async Task When_a_channel_is_forgotten_the_personal_chat_is_next_and_then_nothing()
    {
        await RememberAsync(Personal());
        await BindAsync(Channel("19:a@thread.tacv2"), chosen: true);

        await book.ForgetAsync("aad-alex", Channel("19:a@thread.tacv2"), CancellationToken.None);
        (await PlaceAsync()).ShouldBe("a:1alex");
        await book.ForgetAsync("aad-alex", Personal(), CancellationToken.None);
        (await PlaceAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Removing_the_app_elsewhere_forgets_nothing_here()
    {
        await BindAsync(Channel("19:a@thread.tacv2"), chosen: true);

        await book.ForgetAsync("aad-alex", Channel("19:b@thread.tacv2"), CancellationToken.None);
        await book.ForgetAsync("aad-lena", Channel("19:a@thread.tacv2"), CancellationToken.None);

        (await PlaceAsync()).ShouldBe("19:a@thread.tacv2");
    }

    [Fact]
    public async Task What_was_forgotten_is_learned_again()
    {
        await RememberAsync(Personal());
        await book.ForgetAsync("aad-alex", Personal(), CancellationToken.None);

        (await RememberAsync(Personal())).ShouldBeTrue();
        (await PlaceAsync()).ShouldBe("a:1alex");
    }

    [Fact]
    public async Task It_is_all_there_after_a_restart_under_any_spelling_of_the_id()
    {
        await BindAsync(Channel("19:a@thread.tacv2"), chosen: true);

        var place = await new ConversationBook(storage.Records).ChannelOfAsync("AAD-Alex", CancellationToken.None);

        (place!.ConversationId, place.ChosenByPerson, place.IsChannel).ShouldBe(("19:a@thread.tacv2", true, true));
    }

    private Task<bool> RememberAsync(TeamsPlace reference) => book.RememberPersonalAsync("aad-alex", reference, CancellationToken.None);

    private Task<bool> BindAsync(TeamsPlace reference, bool chosen) =>
        book.BindChannelAsync("aad-alex", reference, chosen, CancellationToken.None);

    private async Task<string?> PlaceAsync() => (await book.PlaceOfAsync("aad-alex", CancellationToken.None))?.ConversationId;

    private static TeamsPlace Personal(string serviceUrl = "https://smba.example/emea/") => Place(serviceUrl, "a:1alex", "personal");

    private static TeamsPlace Channel(string id) => Place("https://smba.example/emea/", id, "channel");

    private static TeamsPlace Place(string serviceUrl, string conversation, string type) =>
        new(
            new ConversationReference
            {
                ChannelId = "msteams",
                ServiceUrl = serviceUrl,
                Bot = new ChannelAccount { Id = "28:bot" },
                Conversation = new ConversationAccount { Id = conversation, ConversationType = type },
            },
            ChosenByPerson: false
        );
}
