using SalesAgent.Core.Records;

namespace SalesAgent.Core.Intake;

public abstract record IntakeResult
{
    private IntakeResult() { }

    /// <summary>A new lead, durable by now.</summary>
    public sealed record Accepted(LeadId LeadId) : IntakeResult;

    /// <summary>A repeat, or another sign of the same lead within its window; nothing new was started.</summary>
    public sealed record AlreadySeen(LeadId LeadId) : IntakeResult;

    /// <summary>Not a lead we can work on.</summary>
    /// <param name="Reason">A sentence for the sender: what is wrong and what to do.</param>
    public sealed record Refused(string Reason) : IntakeResult;
}
