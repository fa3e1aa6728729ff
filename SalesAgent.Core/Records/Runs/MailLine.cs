namespace SalesAgent.Core.Records.Runs;

/// <summary>An earlier mail, as it is told on a card.</summary>
/// <param name="FromThem">Inbound.</param>
public sealed record MailLine(DateTimeOffset At, bool FromThem, string Subject, string Snippet);
