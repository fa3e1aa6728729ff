namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>The body is signed but no lead can be read from it.</summary>
/// <param name="problem">For the sender and the log: which field, and what is expected. Never a value from the body.</param>
internal sealed class UnusableBodyException(string problem) : Exception(problem);
