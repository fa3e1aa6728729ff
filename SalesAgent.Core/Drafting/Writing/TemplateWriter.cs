namespace SalesAgent.Core.Drafting.Writing;

/// <summary>Writes from templates: at once, without anything that could fail, and the same text for the same brief.</summary>
internal sealed class TemplateWriter(TemplateLibrary library) : IMessageWriter
{
    public Task<WrittenMessage> WriteAsync(MessageBrief brief, CancellationToken cancellationToken) => Task.FromResult(Write(brief));

    public WrittenMessage Write(MessageBrief brief) => library.For(brief.Team, MailKinds.For(brief)).Write(brief);
}
