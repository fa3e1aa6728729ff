namespace SalesAgent.Core.Records.Reviews;

/// <summary>What several states have in common.</summary>
public static class ReviewStates
{
    /// <summary>There is a draft that may still be decided on, now or once its new version is there.</summary>
    public static bool IsOpen(this ReviewState state) => state is ReviewState.Proposed or ReviewState.Updating;

    /// <summary>Over: decided, replaced or expired. What follows is carried out once, and no state comes after it.</summary>
    public static bool IsClosed(this ReviewState state) =>
        state is ReviewState.Approved or ReviewState.Rejected or ReviewState.Superseded or ReviewState.Expired;
}
