using Microsoft.Extensions.Configuration;
using SalesAgent.Core.People;

namespace SalesAgent.Tests.People;

public sealed class RepDirectoryTests
{
    private static readonly Rep Alex = Named("aad-alex", "alex@contoso.example", "51001");
    private static readonly Rep Lena = Named("aad-lena", "lena@contoso.example", "51002");
    private static readonly Rep Mona = Named("aad-mona", "mona@contoso.example", null) with { Role = RepRole.Manager };

    private readonly RepDirectory directory = new([Alex, Lena, Mona]);

    [Fact]
    public void Reps_are_found_by_each_of_their_identities_and_nobody_else_is()
    {
        directory.Find("AAD-Lena").ShouldBe(Lena);
        directory.FindByEmail("LENA@contoso.example").ShouldBe(Lena);
        directory.FindByOwner("51002").ShouldBe(Lena);
        directory.Find(null).ShouldBeNull();
        directory.Find("").ShouldBeNull();
        directory.Find("aad-nobody").ShouldBeNull();
        directory.FindByEmail("nobody@contoso.example").ShouldBeNull();
        directory.FindByOwner(null).ShouldBeNull();
        directory.FindByOwner("").ShouldBeNull();
    }

    [Fact]
    public void The_first_one_listed_takes_what_nobody_owns() => directory.Default.ShouldBe(Alex);

    [Fact]
    public void A_rep_decides_on_their_own_leads_and_a_manager_on_all()
    {
        RepDirectory.MayDecide(Alex, "AAD-ALEX").ShouldBeTrue();
        RepDirectory.MayDecide(Alex, Lena.Id).ShouldBeFalse();
        RepDirectory.MayDecide(Alex, "").ShouldBeFalse();
        RepDirectory.MayDecide(Mona, Lena.Id).ShouldBeTrue();
    }

    [Fact]
    public void Without_anybody_there_is_no_directory() => Should.Throw<ArgumentException>(() => new RepDirectory([]));

    [Fact]
    public void Two_reps_never_share_an_identity()
    {
        Should
            .Throw<ArgumentException>(() => new RepDirectory([Alex, Lena with { AadObjectId = "AAD-ALEX" }]))
            .Message.ShouldBe("Reps: two reps have the same AadObjectId.");
        Should
            .Throw<ArgumentException>(() => new RepDirectory([Alex, Lena with { Email = "Alex@contoso.example" }]))
            .Message.ShouldBe("Reps: two reps have the same Email.");
        Should
            .Throw<ArgumentException>(() => new RepDirectory([Alex, Lena with { HubSpotOwnerId = "51001" }]))
            .Message.ShouldBe("Reps: two reps have the same HubSpotOwnerId.");
    }

    [Fact]
    public void A_directory_is_read_from_configuration()
    {
        var read = Read(
            ("Reps:0:Name", " Alex Wilber "),
            ("Reps:0:Email", "Alex@Contoso.example"),
            ("Reps:0:AadObjectId", " aad-alex "),
            ("Reps:0:HubSpotOwnerId", "51001 "),
            ("Reps:0:TimeZone", "America/New_York"),
            ("Reps:1:Name", "Mona"),
            ("Reps:1:Email", "mona@contoso.example"),
            ("Reps:1:AadObjectId", "aad-mona"),
            ("Reps:1:HubSpotOwnerId", ""),
            ("Reps:1:TimeZone", "Europe/Berlin"),
            ("Reps:1:WorkingHours", "Sat 10:00-12:00"),
            ("Reps:1:Role", "Manager"),
            ("Reps:1:Team", "enterprise")
        );

        read.Problems.ShouldBeEmpty();
        var alex = read.Directory!.Default;
        (alex.Name, alex.Email, alex.Id, alex.HubSpotOwnerId, alex.Role, alex.Team).ShouldBe(
            ("Alex Wilber", "alex@contoso.example", "aad-alex", "51001", RepRole.Rep, null)
        );
        (alex.TimeZone.Id, alex.Hours).ShouldBe(("America/New_York", null));
        var mona = read.Directory.All[1];
        (mona.HubSpotOwnerId, mona.Role, mona.Team).ShouldBe((null, RepRole.Manager, "enterprise"));
        mona.Hours!.On(DayOfWeek.Saturday).Length.ShouldBe(1);
    }

    [Fact]
    public void Every_problem_is_named_with_its_key_and_never_its_value()
    {
        var read = Read(
            ("Reps:0:Name", " "),
            ("Reps:0:Email", "secret-value"),
            ("Reps:0:TimeZone", "secret-value"),
            ("Reps:2:Name", "Lena"),
            ("Reps:2:Email", "lena@contoso.example"),
            ("Reps:2:AadObjectId", "aad-lena"),
            ("Reps:2:TimeZone", "UTC"),
            ("Reps:2:WorkingHours", "secret-value"),
            ("Reps:2:Role", "secret-value")
        );

        read.Directory.ShouldBeNull();
        read.Problems.Select(problem => problem[..problem.IndexOfAny([' ', ':'], "Reps:0:".Length)])
            .ShouldBe(["Reps:0:Name", "Reps:0:AadObjectId", "Reps:0:Email", "Reps:0:TimeZone", "Reps:2:WorkingHours", "Reps:2:Role"]);
        read.Problems.ShouldAllBe(problem => !problem.Contains("secret-value"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("7")]
    [InlineData("boss")]
    [InlineData("rep,manager")]
    public void A_role_that_is_not_on_the_list_gives_no_rights(string role) =>
        Read(
            ("Reps:0:Name", "A"),
            ("Reps:0:Email", "a@contoso.example"),
            ("Reps:0:AadObjectId", "a"),
            ("Reps:0:TimeZone", "UTC"),
            ("Reps:0:Role", role)
        )
            .Problems.ShouldBe(["Reps:0:Role is unknown: it is rep or manager."]);

    [Fact]
    public void Shared_identities_are_named_all_at_once()
    {
        var read = Read(
            ("Reps:0:Name", "A"),
            ("Reps:0:Email", "a@contoso.example"),
            ("Reps:0:AadObjectId", "same"),
            ("Reps:0:TimeZone", "UTC"),
            ("Reps:1:Name", "B"),
            ("Reps:1:Email", "A@contoso.example"),
            ("Reps:1:AadObjectId", "SAME"),
            ("Reps:1:TimeZone", "UTC")
        );

        read.Problems.ShouldBe(["Reps: two reps have the same AadObjectId.", "Reps: two reps have the same Email."]);
    }

    [Fact]
    public void An_empty_directory_says_what_to_list() =>
        Read().Problems.ShouldHaveSingleItem().ShouldStartWith("Reps: list at least one rep");

    private static (RepDirectory? Directory, IReadOnlyList<string> Problems) Read(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value))
            .Build();
        return (RepDirectory.From(configuration, out var problems), problems);
    }

    private static Rep Named(string id, string email, string? owner) =>
        new()
        {
            Name = id,
            Email = email,
            AadObjectId = id,
            HubSpotOwnerId = owner,
            TimeZone = TimeZoneInfo.Utc,
        };
}
