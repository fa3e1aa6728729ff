using System.Globalization;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.HubSpot.Access;
using SalesAgent.Core.Connectors.HubSpot.Facts;
using SalesAgent.Core.Connectors.HubSpot.Wire;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>
/// The part of HubSpot the product lives on: who a lead is, whose it is, and what the rep should do. Every method throws
/// <see cref="ConnectorException"/> when HubSpot could not be asked or understood; null and empty mean that it was and has nothing.
/// </summary>
internal sealed class HubSpotClient
{
    /// <summary>
    /// The code of a failure when the account's administrator ended an OAuth app's access: only installing it again helps.
    /// </summary>
    public const string AccessEnded = OAuthAccess.Gone;

    /// <summary>The code of a failure when the id of an owner is in truth a user's: asking again gives the same answer.</summary>
    internal const string SomebodyElse = "somebody_else";

    private static readonly OutsideCall Probing = OutsideCall.Read(ConnectorServices.HubSpot, "Reading the account");

    private readonly HubSpotApi api;
    private readonly HubSpotContacts contacts;
    private readonly HubSpotCompanies companies;
    private readonly HubSpotOwners owners;
    private readonly HubSpotTimeline timeline;
    private readonly HubSpotDeals deals;

    public HubSpotClient(
        IHttpClientFactory http,
        IHubSpotAccess access,
        IOptions<HubSpotOptions> hubSpot,
        IOptions<ConnectorOptions> connectors,
        TimeProvider time
    )
    {
        var (options, patience) = (hubSpot.Value, connectors.Value);
        api = new HubSpotApi(
            http.CreateClient(ConnectorServices.HubSpot),
            access,
            new SearchPace(options.SearchesPerSecond, patience.ReadTimeout, time),
            new CallPace(patience.HubSpotCalls, patience.HubSpotWindow, patience.LongestPause, time),
            new CallPace(0, patience.HubSpotWindow, patience.LongestPause, time)
        );
        contacts = new HubSpotContacts(api, options.OwnerProperties, options.OptOutProperties);
        companies = new HubSpotCompanies(api, time);
        owners = new HubSpotOwners(api, time);
        timeline = new HubSpotTimeline(api);
        deals = new HubSpotDeals(api, time);
    }

    /// <summary>
    /// Null when there is no such contact. Seconds after its creation that may still change: asking again is the caller's.
    /// </summary>
    public Task<Contact?> FindContactAsync(ContactId id, CancellationToken cancellationToken) => contacts.FindAsync(id, cancellationToken);

    /// <summary>By first address, then by secondary address (which HubSpot indexes some moments late).</summary>
    public Task<ContactSearch> FindContactAsync(string email, CancellationToken cancellationToken) =>
        contacts.FindByEmailAsync(email, cancellationToken);

    /// <summary>The new contact, or the one that already has the address.</summary>
    public Task<ContactCreation> CreateContactAsync(NewContact contact, CancellationToken cancellationToken) =>
        contacts.CreateAsync(contact, cancellationToken);

    public Task<Company?> FindCompanyAsync(CompanyId id, CancellationToken cancellationToken) => companies.FindAsync(id, cancellationToken);

    /// <summary>The contact's company, the primary one of several; null when it has none.</summary>
    public Task<Company?> FindCompanyOfContactAsync(Contact contact, CancellationToken cancellationToken) =>
        companies.OfContactAsync(contact, cancellationToken);

    /// <summary>
    /// At most three, filed under the domain or else under the one above it (<c>uk.acme.test</c>, <c>acme.test</c>). A mail provider's
    /// domain is nobody's company and is not asked about. Up to a minute old.
    /// </summary>
    public Task<IReadOnlyList<Company>> FindCompaniesByDomainAsync(string domain, CancellationToken cancellationToken) =>
        companies.ByDomainAsync(domain, cancellationToken);

    /// <summary>Null when the app may not read deals, or they could not be read: no reason to go without a draft.</summary>
    public Task<DealFacts?> FindDealsAsync(ContactId contact, CancellationToken cancellationToken) =>
        deals.OfAsync(contact, cancellationToken);

    /// <summary>Null when there never was such an owner. Up to 15 minutes old.</summary>
    public Task<Owner?> FindOwnerAsync(OwnerId id, CancellationToken cancellationToken) => owners.FindAsync(id, cancellationToken);

    /// <summary>The person with that address among the owners who are still there; null when there is none. Up to 15 minutes old.</summary>
    public Task<Owner?> FindOwnerAsync(string email, CancellationToken cancellationToken) =>
        owners.FindByEmailAsync(email, cancellationToken);

    /// <summary>
    /// The rep as HubSpot's owner: as the directory says, else the owner with the rep's address. Null when there is none, or when HubSpot
    /// does not let us read owners: an entry that nobody owns is better than no entry.
    /// </summary>
    /// <exception cref="ConnectorException">It may be known later: an entry that nobody owns would stay so.</exception>
    public async Task<OwnerId?> OwnerOfAsync(Rep rep, CancellationToken cancellationToken)
    {
        if (long.TryParse(rep.HubSpotOwnerId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return new OwnerId(id);

        try
        {
            return (await FindOwnerAsync(rep.Email, cancellationToken))?.Id;
        }
        catch (ConnectorException failure) when (!failure.Kind.MayPass())
        {
            return null;
        }
    }

    /// <summary>On <see cref="FailureKind.OutcomeUnknown"/> ask <see cref="FindTaskByReferenceAsync"/> before trying again.</summary>
    public Task<TaskId> CreateTaskAsync(NewTask task, CancellationToken cancellationToken) =>
        timeline.CreateTaskAsync(task, cancellationToken);

    /// <summary>False when the task is not there any more. Completing twice is harmless.</summary>
    public Task<bool> CompleteTaskAsync(TaskId id, CancellationToken cancellationToken) =>
        timeline.CompleteTaskAsync(id, cancellationToken);

    /// <summary>On <see cref="FailureKind.OutcomeUnknown"/> ask <see cref="FindNoteByReferenceAsync"/> before trying again.</summary>
    public Task<NoteId> CreateNoteAsync(NewNote note, CancellationToken cancellationToken) =>
        timeline.CreateNoteAsync(note, cancellationToken);

    /// <summary>Moves it to HubSpot's recycle bin, which empties itself after 90 days. Harmless when it is gone already.</summary>
    public Task DeleteTaskAsync(TaskId id, CancellationToken cancellationToken) => timeline.DeleteTaskAsync(id, cancellationToken);

    /// <inheritdoc cref="DeleteTaskAsync"/>
    public Task DeleteNoteAsync(NoteId id, CancellationToken cancellationToken) => timeline.DeleteNoteAsync(id, cancellationToken);

    /// <summary>The contact's task whose text carries the reference; null when all were looked at and none does.</summary>
    public Task<TaskId?> FindTaskByReferenceAsync(ContactId contact, string reference, CancellationToken cancellationToken) =>
        timeline.FindTaskAsync(contact, reference, cancellationToken);

    /// <inheritdoc cref="FindTaskByReferenceAsync"/>
    public Task<NoteId?> FindNoteByReferenceAsync(ContactId contact, string reference, CancellationToken cancellationToken) =>
        timeline.FindNoteAsync(contact, reference, cancellationToken);

    /// <summary>All of the contact's tasks whose text carries the reference, the oldest first.</summary>
    public Task<IReadOnlyList<TaskId>> FindTasksByReferenceAsync(
        ContactId contact,
        string reference,
        CancellationToken cancellationToken
    ) => timeline.FindTasksAsync(contact, reference, cancellationToken);

    /// <inheritdoc cref="FindTasksByReferenceAsync"/>
    public Task<IReadOnlyList<NoteId>> FindNotesByReferenceAsync(
        ContactId contact,
        string reference,
        CancellationToken cancellationToken
    ) => timeline.FindNotesAsync(contact, reference, cancellationToken);

    /// <summary>Whether the token works and may read owners.</summary>
    public async Task<HubSpotAccount> ProbeAsync(CancellationToken cancellationToken)
    {
        var details = await api.GetAsync(Probing, HubSpotApi.AccountDetails, HubSpotJson.Default.AccountDetails, cancellationToken);
        if (details?.PortalId is not { } portal)
            throw Probing.Unreadable();
        await owners.ProbeAsync(cancellationToken);
        return new HubSpotAccount(portal, details.TimeZone, details.DataHostingLocation);
    }
}
