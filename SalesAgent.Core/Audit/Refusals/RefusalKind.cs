namespace SalesAgent.Core.Audit.Refusals;

/// <summary>What somebody was refused. A closed list: it becomes a metric label and the action of an audit entry.</summary>
public enum RefusalKind
{
    /// <summary>A click on a card.</summary>
    Decision,

    /// <summary>Something typed to the bot.</summary>
    Command,

    /// <summary><c>forget</c>, which tells what is known about a person.</summary>
    Forget,

    /// <summary>A request to the bot endpoint whose token or origin was not accepted.</summary>
    Activity,

    /// <summary>A delivery without a valid signature.</summary>
    Webhook,

    /// <summary>An operator route without the right key.</summary>
    OperatorKey,

    /// <summary>An answer to a sign-in that nobody began, or that was used before.</summary>
    SignIn,
}
