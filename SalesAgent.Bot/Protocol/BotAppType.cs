namespace SalesAgent.Bot.Protocol;

/// <summary>How the bot gets its tokens. Says nothing about who may talk to it.</summary>
public enum BotAppType
{
    SingleTenant,

    /// <summary>Cannot be created any more since 31 July 2025; existing ones run on.</summary>
    MultiTenant,

    /// <summary>A user-assigned managed identity: no secret at all.</summary>
    UserAssignedMSI,
}
