namespace SalesAgent.Core.People;

public enum RepRole
{
    /// <summary>Decides on their own leads.</summary>
    Rep,

    /// <summary>Decides on everybody's leads.</summary>
    Manager,
}
