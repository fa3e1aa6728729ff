namespace SalesAgent.Bot.Sandbox.Calendar;

/// <summary>Every calendar of the sandbox company.</summary>
internal sealed class CalendarWorld
{
    private readonly Dictionary<string, RepCalendar> calendars = new(StringComparer.OrdinalIgnoreCase);
    private int invitations;

    public CalendarWorld(IReadOnlyList<SandboxRep> reps, TimeProvider time)
    {
        foreach (var rep in reps)
            calendars[rep.Email] = new RepCalendar(rep, time);
    }

    /// <summary>Invitation mails Calendar would have sent to attendees. Nobody should ever cause one.</summary>
    public int Invitations => Volatile.Read(ref invitations);

    public RepCalendar this[string address] => calendars[address];

    public RepCalendar? Find(string address) => calendars.GetValueOrDefault(address);

    public void Invited(int people) => Interlocked.Add(ref invitations, people);
}
