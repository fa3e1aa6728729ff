using SalesAgent.Bot.Teams;

namespace SalesAgent.Tests.Teams;

public sealed class ProspectLineTests
{
    [Theory]
    [InlineData("jane@acme.example")]
    [InlineData("  Jane@ACME.example  ")]
    [InlineData("<jane@acme.example>")]
    [InlineData("(jane@acme.example)")]
    [InlineData("\"jane@acme.example\"")]
    [InlineData("`jane@acme.example`")]
    [InlineData("**jane@acme.example**")]
    [InlineData("jane@acme.example.")]
    [InlineData("jane@acme.example, please!")]
    [InlineData(": jane@acme.example?")]
    [InlineData("mailto:jane@acme.example")]
    [InlineData("[jane@acme.example](mailto:jane@acme.example)")]
    [InlineData("[jane@acme.example](mailto:jane@acme.example?subject=Hello%20there)")]
    [InlineData("<a href=\"mailto:jane@acme.example\">jane@acme.example</a>")]
    [InlineData("<p><a href='mailto:jane@acme.example' title=\"x\">jane@acme.example</a>&nbsp;</p>")]
    [InlineData("<a class=\"l\" href=\"mailto:jane@acme.example?subject=Hello\">jane@acme.example</a>")]
    [InlineData("&lt;jane@acme.example&gt;")]
    [InlineData("\u00A0jane@acme.example\u00A0")]
    [InlineData("please jane@acme.example and jane@acme.example")]
    public void One_address_is_one_person_however_it_is_written(string text)
    {
        var reading = ProspectLine.Read(text);

        reading.People.ShouldBe([new ProspectLine.Person("jane@acme.example", null, null)]);
        reading.Unusable.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Jane Doe jane@acme.example")]
    [InlineData("Jane Doe <jane@acme.example>")]
    [InlineData("\"Jane Doe\" <jane@acme.example>")]
    [InlineData("Jane Doe, jane@acme.example")]
    [InlineData("Jane Doe: jane@acme.example")]
    [InlineData("for Jane Doe (jane@acme.example)")]
    [InlineData("Jane Doe &lt;jane@acme.example&gt;")]
    [InlineData("Jane Doe [jane@acme.example](mailto:jane@acme.example)")]
    [InlineData("[Jane Doe](mailto:jane@acme.example)")]
    [InlineData("<a href=\"mailto:jane@acme.example\">Jane Doe</a>")]
    [InlineData("Jane\u00A0Doe\u00A0<jane@acme.example>")]
    public void A_name_before_the_address_is_taken_along(string text) =>
        ProspectLine.Read(text).People.ShouldBe([new ProspectLine.Person("jane@acme.example", "Jane", "Doe")]);

    [Theory]
    [InlineData("<Jane <jane@acme.example>>")]
    [InlineData("Jane <<jane@acme.example>>")]
    public void Brackets_in_brackets_do_no_harm(string text) =>
        ProspectLine.Read(text).People.ShouldBe([new ProspectLine.Person("jane@acme.example", "Jane", null)]);

    [Theory]
    [InlineData("a@acme.example")]
    [InlineData("p@acme.example")]
    [InlineData("at@acme.example")]
    [InlineData("br.smith@acme.example")]
    [InlineData("div-sales@acme.example")]
    public void An_address_that_begins_like_a_tag_is_no_tag(string address) =>
        ProspectLine.Read($"Ann <{address}>").People.ShouldBe([new ProspectLine.Person(address, "Ann", null)]);

    [Fact]
    public void Several_people_are_several_each_with_their_own_name()
    {
        var reading = ProspectLine.Read(
            "Jane Doe <jane@acme.example>, omar@acme.example; Dr. Li van der Berg li@acme.example and Jane@acme.example"
        );

        reading.People.ShouldBe([
            new ProspectLine.Person("jane@acme.example", "Jane", "Doe"),
            new ProspectLine.Person("omar@acme.example", null, null),
            new ProspectLine.Person("li@acme.example", "Li", "van der Berg"),
        ]);
    }

    [Fact]
    public void Pieces_that_look_like_an_address_and_are_none_are_told_apart()
    {
        var reading = ProspectLine.Read("jane@acme omar@acme.example @li jane@@acme.example");

        reading.People.Select(person => person.Email).ShouldBe(["omar@acme.example"]);
        reading.Unusable.ShouldBe(["jane@acme", "@li", "jane@@acme.example"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Jane Doe")]
    [InlineData("<p></p>")]
    [InlineData("https://acme.example/jane")]
    public void Nobody_is_nobody(string text)
    {
        var reading = ProspectLine.Read(text);

        reading.People.ShouldBeEmpty();
        reading.Unusable.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("the CTO of Acme, boss1@acme.example")]
    [InlineData("our new lead lead2@acme.example")]
    [InlineData("this one jane12@acme.example")]
    [InlineData("my friend Jane jane@acme.example")]
    [InlineData("somebody at Acme jane@acme.example")]
    [InlineData("The Boss <boss@acme.example>")]
    [InlineData("Acme Support <support@acme.example>")]
    [InlineData("Sales Team sales@acme.example")]
    [InlineData("Northwind GmbH <info@northwind.example>")]
    [InlineData("Head of Purchasing purchasing@acme.example")]
    [InlineData("Purchasing Department p.d@acme.example")]
    [InlineData("CEO jd@acme.example")]
    [InlineData("customer 4711 c4711@acme.example")]
    [InlineData("unser neuer Kunde kunde@acme.example")]
    [InlineData("le directeur des ventes dv@acme.example")]
    [InlineData("a draft about pricing jane@acme.example")]
    [InlineData("https://acme.example/jane jane@acme.example")]
    [InlineData("👋 jane@acme.example")]
    [InlineData("Jane, Tom, Ann <all@acme.example>")]
    public void Words_that_are_no_name_are_taken_for_none(string text)
    {
        var person = ProspectLine.Read(text).People.ShouldHaveSingleItem();

        (person.FirstName, person.LastName).ShouldBe((null, null));
    }

    [Theory]
    [InlineData("Doe, Jane <jane@acme.example>", "Jane", "Doe")]
    [InlineData("\"Doe, Jane\" <jane@acme.example>", "Jane", "Doe")]
    [InlineData("Doe, Jane (CORP) <jane@acme.example>", "Jane", "Doe")]
    [InlineData("DOE, Jane <jane.doe@acme.example>", "Jane", "Doe")]
    [InlineData("van der Berg, Li <li@acme.example>", "Li", "van der Berg")]
    [InlineData("García Márquez, Gabriel <g@acme.example>", "Gabriel", "García Márquez")]
    [InlineData("Jane Doe via LinkedIn <jane@acme.example>", "Jane", "Doe")]
    [InlineData("'Jane Doe' via Sales <jane@acme.example>", "Jane", "Doe")]
    [InlineData("Jane Doe from Acme jane4@acme.example", "Jane", "Doe")]
    [InlineData("Jane Doe (Acme) <jane@acme.example>", "Jane", "Doe")]
    [InlineData("Jane Doe [EXTERNAL] <jane@acme.example>", "Jane", "Doe")]
    [InlineData("Jane Doe, CTO <jane@acme.example>", "Jane", "Doe")]
    [InlineData("Jane Doe, PhD <jane@acme.example>", "Jane", "Doe")]
    [InlineData("Jane Doe Jr. <jane@acme.example>", "Jane", "Doe")]
    [InlineData("Mr. Tom O'Brien tom@acme.example", "Tom", "O'Brien")]
    [InlineData("Prof. Dr. Anne-Marie Weiß <am@acme.example>", "Anne-Marie", "Weiß")]
    [InlineData("Frau Maier maier14@acme.example", null, "Maier")]
    [InlineData("Herr Dr. Weber <weber@acme.example>", null, "Weber")]
    [InlineData("Señora López <lopez@acme.example>", null, "López")]
    [InlineData("jane doe jane@acme.example", "Jane", "Doe")]
    [InlineData("Jane M. Doe jane@acme.example", "Jane", "M. Doe")]
    [InlineData("to my customer: please: Jane Doe <jane@acme.example>", null, null)]
    [InlineData("Maria de la Cruz maria@acme.example", "Maria", "de la Cruz")]
    [InlineData("Łukasz Żak <lz@acme.example>", "Łukasz", "Żak")]
    [InlineData("山田 太郎 <taro@acme.example>", "太郎", "山田")]
    public void A_name_is_read_as_people_write_it(string text, string? first, string? last)
    {
        var person = ProspectLine.Read(text).People.ShouldHaveSingleItem();

        (person.FirstName, person.LastName).ShouldBe((first, last));
    }
}
