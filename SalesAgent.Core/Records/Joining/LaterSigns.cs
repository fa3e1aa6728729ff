namespace SalesAgent.Core.Records.Joining;

/// <summary>
/// What came in about a lead after it was accepted: other events of the same form, another form, a rep's request. What says nothing that
/// was not said before is not kept.
/// </summary>
/// <param name="Revision">Rises with every change.</param>
/// <param name="Signs">In no order that means anything: each has its own moment.</param>
public sealed record LaterSigns(int Revision, IReadOnlyList<IncomingLead> Signs)
{
    /// <summary>Of one person within ten minutes. What comes beyond takes the place of the oldest.</summary>
    internal const int Most = 12;

    /// <summary>With signs that say something new; null when none of them does.</summary>
    public static LaterSigns? With(LeadState state, IReadOnlyList<IncomingLead> signs)
    {
        List<IncomingLead> known = [.. state.Signs];
        var (before, revision) = (known.Count, (state.Later?.Revision ?? 0) + 1);
        foreach (var sign in signs)
        {
            if (IsNews(sign, known))
                known.Add(sign with { Joined = revision });
        }

        if (known.Count == before)
            return null;

        // Of events that only name the contact the newest says all: what stands in the record now is read anyway.
        var newest = known.Skip(1).Where(sign => sign.IsPointer).MaxBy(sign => sign.OccurredAt);
        return new LaterSigns(
            revision,
            [.. known.Skip(1).Where(sign => !sign.IsPointer || sign == newest || sign.BookedMeeting).TakeLast(Most)]
        );
    }

    private static bool IsNews(IncomingLead sign, IReadOnlyList<IncomingLead> known)
    {
        // By the sender's own clock: an older event was in the record when a newer one had it read.
        if (sign.IsPointer)
        {
            return !known.Any(other => other.IsPointer && other.OccurredAt >= sign.OccurredAt)
                || (sign.BookedMeeting && !known.Any(other => other.BookedMeeting));
        }

        return (sign.RequestedBy is { } rep && known.All(other => other.RequestedBy != rep))
            || Adds(sign, known, lead => lead.Message)
            || Adds(sign, known, lead => lead.FormName)
            || Adds(sign, known, lead => lead.FirstName)
            || Adds(sign, known, lead => lead.LastName)
            || Adds(sign, known, lead => lead.Company)
            || Adds(sign, known, lead => lead.JobTitle)
            || Adds(sign, known, lead => lead.Phone)
            || Adds(sign, known, lead => lead.TimeZone)
            || Adds(sign, known, lead => lead.ContactId);
    }

    private static bool Adds(IncomingLead sign, IReadOnlyList<IncomingLead> known, Func<IncomingLead, string?> field) =>
        field(sign) is { Length: > 0 } said && !known.Any(other => field(other) == said);
}
