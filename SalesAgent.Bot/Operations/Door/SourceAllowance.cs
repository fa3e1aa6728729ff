namespace SalesAgent.Bot.Operations.Door;

/// <summary>What one source did on each route in the current window.</summary>
internal sealed class SourceAllowance(int routes)
{
    private readonly Cell[] cells = new Cell[routes];

    /// <summary>Timestamp of the last request.</summary>
    public long LastSeen { get; set; }

    /// <summary>Requests that are let in and not answered yet; they outlive a window.</summary>
    public int Pending { get; set; }

    public ref Cell At(int route) => ref cells[route];

    /// <summary>Counts of one window on one route.</summary>
    internal struct Cell
    {
        /// <summary>Timestamp at which the window began; 0 before the first request.</summary>
        public long Began;

        /// <summary>Requests that showed no credential.</summary>
        public int Bare;

        /// <summary>Requests whose credential was not accepted.</summary>
        public int Refused;

        /// <summary>Requests whose credential was accepted.</summary>
        public int Proven;

        /// <summary>Requests with a credential that are still being looked at.</summary>
        public int Pending;
    }
}
