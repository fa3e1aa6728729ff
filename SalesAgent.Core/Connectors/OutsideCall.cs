namespace SalesAgent.Core.Connectors;

/// <summary>
/// What the pipeline must know about a request: what it is for, and whether repeating it is harmless. One instance
/// per kind of call, kept in a static field.
/// </summary>
internal sealed class OutsideCall
{
    private static readonly HttpRequestOptionsKey<OutsideCall> Key = new("SalesAgent.OutsideCall");

    // A request that was not marked is treated as the more dangerous thing.
    private static readonly OutsideCall Unmarked = Write("google", "An unnamed call");

    private OutsideCall(string connector, string operation, bool isRead, int[] expected)
    {
        Connector = connector;
        Operation = operation;
        SpanName = $"{connector}: {operation}";
        IsRead = isRead;
        Expected = expected;
        Mark = request => request.Options.Set(Key, this);
    }

    public string Connector { get; }

    public string Operation { get; }

    /// <summary>What a request of it is called in a trace.</summary>
    public string SpanName { get; }

    public bool IsRead { get; }

    /// <summary>Unsuccessful statuses that are an answer to the caller, not a failure (404 for "is it there?").</summary>
    public int[] Expected { get; }

    /// <summary>What the vendor counts it as: 1, or Gmail's quota units.</summary>
    public int Cost { get; private init; } = 1;

    /// <summary>Ties the request to this call; one delegate for all requests, as Google's <c>ModifyRequest</c> takes one.</summary>
    public Action<HttpRequestMessage> Mark { get; }

    /// <summary>A GET, or a POST that only reads (search, batch read, free/busy).</summary>
    public static OutsideCall Read(string connector, string operation, params int[] expected) =>
        new(connector, operation, isRead: true, expected);

    public static OutsideCall Write(string connector, string operation, params int[] expected) =>
        new(connector, operation, isRead: false, expected);

    public OutsideCall Costing(int units) => new(Connector, Operation, IsRead, Expected) { Cost = units };

    public static OutsideCall Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var call) ? call : Unmarked;

    public ConnectorException Failed(FailureKind kind, Exception? inner = null, string? code = null) =>
        new(Connector, Operation, kind, inner) { Code = code };

    /// <summary>A 2xx answer that makes no sense: for a write nobody can say what happened.</summary>
    public ConnectorException Unreadable(string? code = null) =>
        Failed(IsRead ? FailureKind.Unreadable : FailureKind.OutcomeUnknown, code: code);
}
