namespace SalesAgent.Core.Records.Runs;

/// <summary>Somebody else works on this run by now: stop at once and write nothing more.</summary>
internal sealed class LeadTakenOverException() : Exception("Somebody else works on this run by now.");
