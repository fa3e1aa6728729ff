namespace SalesAgent.Bot.Sandbox.Faults;

/// <summary>The ways in which a vendor lets a caller down.</summary>
internal abstract record Fault
{
    private Fault() { }

    /// <summary>The answer is right, but late.</summary>
    public sealed record Delay(TimeSpan For) : Fault;

    /// <summary>The request is on its way for a while, and is carried out whether or not its caller still waits.</summary>
    public sealed record Late(TimeSpan For) : Fault;

    /// <summary>Nothing is done and a failure status is sent, with the vendor's own error body unless another is given.</summary>
    public sealed record Status(int Code, TimeSpan? RetryAfter = null, string? Body = null) : Fault;

    /// <summary>Status 200 with a body nobody can use.</summary>
    public sealed record Garbage(GarbageKind Kind) : Fault;

    /// <summary>The request is carried out; its answer comes after a while, or never.</summary>
    /// <param name="AnswerAfter">Null: the connection stays open until the caller gives up.</param>
    public sealed record TimeoutAfterWrite(TimeSpan? AnswerAfter = null) : Fault;

    /// <summary>The connection breaks without an answer, before or after the request was carried out.</summary>
    public sealed record Drop(bool AfterWrite) : Fault;

    /// <summary>A vendor's rate limit: what comes beyond it within the window gets 429 in the vendor's own words.</summary>
    public sealed record Limit(int Calls, TimeSpan Window) : Fault
    {
        private readonly Queue<long> taken = new();
        private int refused;

        /// <summary>How many were refused.</summary>
        public int Refused => Volatile.Read(ref refused);

        public bool Lets(TimeProvider time)
        {
            lock (taken)
            {
                while (taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
                    taken.Dequeue();
                if (taken.Count >= Calls)
                {
                    refused++;
                    return false;
                }

                taken.Enqueue(time.GetTimestamp());
                return true;
            }
        }
    }

    /// <summary>403, in the vendor's own words.</summary>
    public sealed record Refuse : Fault;
}
