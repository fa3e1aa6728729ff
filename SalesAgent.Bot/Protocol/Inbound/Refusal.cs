namespace SalesAgent.Bot.Protocol;

/// <summary>Why an activity is not let in.</summary>
/// <param name="Status">The HTTP status; all that the caller is told.</param>
/// <param name="Reason">For the log.</param>
internal sealed record Refusal(int Status, string Reason)
{
    public static Refusal Unreadable(string reason) => new(StatusCodes.Status400BadRequest, reason);

    public static Refusal NotProven(string reason) => new(StatusCodes.Status401Unauthorized, reason);

    public static Refusal NotAllowed(string reason) => new(StatusCodes.Status403Forbidden, reason);
}
