namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>An address as it stood in a header, with the name that came with it.</summary>
public sealed record MailPerson(string Address, string? Name = null);
