namespace SalesAgent.Core.Connectors.HubSpot.Facts;

/// <summary>The deals that a contact takes part in. That nobody could look is no such facts, not none.</summary>
/// <param name="Open">Their names, as typed; one without a name is an empty text.</param>
/// <param name="Closed">How many are won or lost.</param>
public sealed record DealFacts(IReadOnlyList<string> Open, int Closed);
