namespace SalesAgent.Core.Forgetting.Deletions;

/// <summary>The records of HubSpot's that a lead is tied to.</summary>
public enum RecordKind
{
    Contact,
    Company,
}
