using SalesAgent.Core.Drafting.Writing;

namespace SalesAgent.Tests.Drafting.Writing;

public sealed class TemplateLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("templates").FullName;

    [Fact]
    public void A_team_uses_its_own_then_everybodys_then_the_product_s()
    {
        Save("north/first-message.hbs", "Subject: North\n\nHello {{firstName}} from the north.\n{{#if times}}\n{{times}}\n{{/if}}\n");
        Save("default/first-message.hbs", "Subject: Ours\n\nHello.\n{{#if times}}\n{{times}}\n{{/if}}\n");
        var writer = new TemplateWriter(TemplateLibrary.Load(_folder));

        writer.Write(SomeDraft.Brief with { Team = "North" }).Subject.ShouldBe("North");
        writer.Write(SomeDraft.Brief with { Team = "south" }).Subject.ShouldBe("Ours");
        writer.Write(SomeDraft.Brief).Subject.ShouldBe("Ours");
        writer
            .Write(SomeDraft.Brief with { Team = "north", FormName = null, TheirMessage = null })
            .WrittenBy.ShouldBe("template:introduction");
        writer.Write(SomeDraft.Brief with { Team = "../north" }).Subject.ShouldBe("Ours");
    }

    [Theory]
    [InlineData("Subject: Hi\n\nHello {{frstName}}.", "first-message.hbs(3): unknown 'frstName'")]
    [InlineData("Subject: Hi\n\n{{#if times}}\n{{times}}\n", "first-message.hbs(3): {{#if}} is never closed")]
    [InlineData("Subject: Hi\n{{/if}}", "first-message.hbs(2): {{/if}} closes nothing")]
    [InlineData("Subject: Hi\n\n{{#each company}}x{{/each}}", "first-message.hbs(3): '#each company' is no value")]
    [InlineData("Subject: Hi\n\n{{> other}}", "first-message.hbs(3):")]
    [InlineData("Subject: Hi\n\nHello {{firstName", "first-message.hbs(3): braces")]
    [InlineData("Subject: Hi\n\n[[times]]", "first-message.hbs(3): '[['")]
    [InlineData("Hello there\n\nYou", "the first line must be 'Subject: …'")]
    [InlineData("Subject: {{company}}\n\nHello\n{{#if times}}\n{{times}}\n{{/if}}", "the first line must be 'Subject: …'")]
    [InlineData("Subject: Hi\n\nHello", "{{times}} must be there once")]
    [InlineData("Subject: Hi\n\nAt {{times}} then", "{{times}} must be there once")]
    public void A_mistake_is_found_at_start_with_its_place(string source, string message)
    {
        Save("default/first-message.hbs", source);

        Should.Throw<FormatException>(() => TemplateLibrary.Load(_folder)).Message.ShouldContain(message);
    }

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        Save("default/first-message.hbs", "Subject: Hi\n\n{{one}}\n{{two}}");
        Save("north/hello.hbs", "Subject: Hi");

        var message = Should.Throw<FormatException>(() => TemplateLibrary.Load(_folder)).Message;
        message.ShouldContain("'one'");
        message.ShouldContain("'two'");
        message.ShouldContain("hello.hbs: there is no such template");
    }

    [Fact]
    public void A_reply_that_would_leave_its_conversation_is_a_mistake()
    {
        Save("default/reply.hbs", "Subject: Something else\n\nHello\n{{#if times}}\n{{times}}\n{{/if}}");

        Should.Throw<FormatException>(() => TemplateLibrary.Load(_folder)).Message.ShouldContain("Re: {{threadSubject}}");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_mistake() =>
        Should
            .Throw<FormatException>(() => TemplateLibrary.Load(Path.Combine(_folder, "nowhere")))
            .Message.ShouldContain("nowhere is no folder");

    [Fact]
    public void What_people_type_is_never_read_as_a_template()
    {
        Save(
            "default/first-message.hbs",
            "Subject: About {{formName}}\n\nHello {{firstName}} of {{company}}, {{jobTitle}} & Söhne <ok>: {{quote}}\n{{#if times}}\n{{times}}\n{{/if}}"
        );
        var hostile = "{{repName}} [[times]]\nSubject: x";

        var message = new TemplateWriter(TemplateLibrary.Load(_folder)).Write(
            SomeDraft.Brief with
            {
                FirstName = hostile,
                Company = hostile,
                JobTitle = hostile,
                FormName = hostile,
                TheirMessage = hostile,
            }
        );

        message.Subject.ShouldBe("About");
        message.Text.ShouldBe("Hello  of ,  & Söhne <ok>:\n[[times]]\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Save(string path, string source)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, source);
    }
}
