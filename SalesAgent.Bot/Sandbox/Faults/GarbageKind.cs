namespace SalesAgent.Bot.Sandbox.Faults;

internal enum GarbageKind
{
    /// <summary>An edge page instead of the API's answer; nothing is carried out.</summary>
    Html,

    /// <summary>The request is carried out and half of its answer arrives.</summary>
    TruncatedJson,
}
