namespace SalesAgent.Core.Drafting.Writing;

/// <summary>Writes from templates: at once, without anything that could fail, and the same text for the same brief.</summary>
internal sealed class TemplateWriter(TemplateLibrary library) : IMessageWriter
{
    public Task<WrittenMessage> WriteAsync(MessageBrief brief, CancellationToken cancellationToken) => Task.FromResult(Write(brief));

    /// <summary>How the team writes on this occasion, without a word of the lead's message.</summary>
    public string Voice(MessageBrief brief) => library.For(brief.Team, MailKinds.For(brief)).Write(brief with { TheirMessage = null }).Text;

    public WrittenMessage Write(MessageBrief brief) => library.For(brief.Team, MailKinds.For(brief)).Write(brief);
}
