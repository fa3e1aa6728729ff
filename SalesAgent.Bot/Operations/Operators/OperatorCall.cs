namespace SalesAgent.Bot.Operations.Operators;

/// <summary>Who a call of an operator route is from. The middleware leaves it among the features of the request.</summary>
internal abstract record OperatorCall
{
    private OperatorCall() { }

    /// <param name="Name">As configured; it may be logged.</param>
    public sealed record By(string Name) : OperatorCall;

    public sealed record Refused(OperatorRefusal Why) : OperatorCall;
}

/// <summary>Why a call was refused. The caller is not told: the answer is the same each time.</summary>
internal enum OperatorRefusal
{
    /// <summary>The call had no bearer token.</summary>
    NoKey,

    /// <summary>Nobody has the key that it had, or nobody has it any more.</summary>
    UnknownKey,

    /// <summary>No operator key is configured, so the operator routes are closed.</summary>
    NoneConfigured,
}
