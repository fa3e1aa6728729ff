namespace SalesAgent.Core.Records;

/// <summary>The lead was forgotten while somebody was about to change it: there is nothing left to change.</summary>
public sealed class LeadGoneException() : Exception("The lead was forgotten.");
