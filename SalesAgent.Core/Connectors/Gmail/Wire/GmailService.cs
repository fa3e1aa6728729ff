using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Wire;

/// <summary>
/// The part of Gmail v1 that reading and drafting need, named like the generated package so that it could take over.
/// There is nothing here that sends, modifies, imports or changes settings, and there must not be.
/// <see href="https://developers.google.com/workspace/gmail/api/reference/rest"/>
/// </summary>
internal sealed class GmailService : GoogleApi
{
    public GmailService(Initializer initializer)
        : base(initializer, GmailJson.Default)
    {
        Users = new UsersResource(this);
        // The second is for a token that was renewed after a 401; all other trying again is decided elsewhere.
        HttpClient.MessageHandler.NumTries = 2;
    }

    public UsersResource Users { get; }

    public override string Name => "gmail";

    public override string BaseUri => BaseUriOverride ?? "https://gmail.googleapis.com/";

    public override string BasePath => "";

    public override IList<string> Features => [];
}
