namespace SalesAgent.Bot.Protocol;

/// <summary>What a request to the connector is, by its method and path.</summary>
/// <param name="Operation">In words, for messages and logs.</param>
/// <param name="MayRepeat">False for what would be a second post.</param>
internal readonly record struct ConnectorCall(string Operation, bool MayRepeat)
{
    /// <summary>Null when it is none of the connector's operations: an id that is empty or of dots has changed the path.</summary>
    public static ConnectorCall? Of(HttpMethod method, Uri address)
    {
        var path = address.AbsolutePath;
        var start = path.LastIndexOf("/v3/", StringComparison.Ordinal);
        string[] segments = start < 0 ? [] : path[(start + "/v3/".Length)..].Split('/');
        if (segments.Contains(""))
            return null;

        var operation = (method.Method, segments) switch
        {
            ("POST", ["conversations"]) => "Creating a conversation",
            ("POST", ["conversations", _, "activities"]) => "Sending an activity",
            ("POST", ["conversations", _, "activities", _]) => "Replying to an activity",
            ("PUT", ["conversations", _, "activities", _]) => "Updating an activity",
            ("DELETE", ["conversations", _, "activities", _]) => "Deleting an activity",
            ("GET", ["conversations", _, "members", _]) => "Reading a member",
            ("GET", ["conversations", _, "pagedmembers"]) => "Reading the members",
            _ => null,
        };
        return operation is null ? null : new ConnectorCall(operation, method != HttpMethod.Post);
    }
}
