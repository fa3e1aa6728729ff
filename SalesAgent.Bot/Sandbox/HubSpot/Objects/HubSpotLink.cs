namespace SalesAgent.Bot.Sandbox.HubSpot.Objects;

/// <summary>An association from an object to another; each label of a pair is a link of its own.</summary>
internal readonly record struct HubSpotLink(string ToType, long ToId, int TypeId);
