using System.Globalization;
using System.Net;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary>
/// Tasks and notes on a contact. HubSpot has no idempotency key, so each carries a reference in its text by which
/// it is found again. <see href="https://developers.hubspot.com/docs/api-reference/crm-tasks-v3/guide"/>
/// </summary>
internal sealed class HubSpotTimeline(HubSpotApi api)
{
    private const int TaskToContact = 204;
    private const int TaskToCompany = 192;
    private const int NoteToContact = 202;
    private const int NoteToCompany = 190;

    private const int BatchSize = 100;
    private const int MostPages = 20;

    private static readonly OutsideCall CreatingTask = OutsideCall.Write(ConnectorServices.HubSpot, "Creating a task");
    private static readonly OutsideCall CompletingTask = OutsideCall.Write(ConnectorServices.HubSpot, "Completing a task", 404);
    private static readonly OutsideCall CreatingNote = OutsideCall.Write(ConnectorServices.HubSpot, "Creating a note");
    private static readonly OutsideCall Deleting = OutsideCall.Write(ConnectorServices.HubSpot, "Deleting a task or note", 404);
    private static readonly OutsideCall Looking = OutsideCall.Read(ConnectorServices.HubSpot, "Looking for a task or note");

    public async Task<TaskId> CreateTaskAsync(NewTask task, CancellationToken cancellationToken)
    {
        var properties = Properties(task.DueAt, task.Owner);
        properties["hs_task_subject"] = TimelineHtml.Subject(task.Subject);
        properties["hs_task_body"] = TimelineHtml.Of(CreatingTask, task.Text);
        properties["hs_task_status"] = "NOT_STARTED";
        properties["hs_task_priority"] = "HIGH";
        properties["hs_task_type"] = "EMAIL";
        return new TaskId(
            await CreateAsync(
                CreatingTask,
                HubSpotApi.Tasks,
                properties,
                Links(task.Contact, TaskToContact, task.Company, TaskToCompany),
                cancellationToken
            )
        );
    }

    public async Task<NoteId> CreateNoteAsync(NewNote note, CancellationToken cancellationToken)
    {
        var properties = Properties(note.At, note.Owner);
        properties["hs_note_body"] = TimelineHtml.Of(CreatingNote, note.Text);
        return new NoteId(
            await CreateAsync(
                CreatingNote,
                HubSpotApi.Notes,
                properties,
                Links(note.Contact, NoteToContact, note.Company, NoteToCompany),
                cancellationToken
            )
        );
    }

    public async Task<bool> CompleteTaskAsync(TaskId id, CancellationToken cancellationToken)
    {
        var body = new ObjectWrite(new Dictionary<string, string> { ["hs_task_status"] = "COMPLETED" }, null);
        using var response = await api.SendAsync(
            CompletingTask,
            HttpMethod.Patch,
            $"{HubSpotApi.Tasks}/{id}",
            HubSpotApi.Json(body, HubSpotJson.Default.ObjectWrite),
            cancellationToken
        );
        if (response.StatusCode is HttpStatusCode.NotFound)
            return false;
        var answer = await HubSpotApi.ReadAsync(CompletingTask, response, HubSpotJson.Default.CrmObject, cancellationToken);
        return HubSpotApi.TryId(answer.Id) == id.Value ? true : throw CompletingTask.Unreadable("id");
    }

    public Task DeleteTaskAsync(TaskId id, CancellationToken cancellationToken) =>
        DeleteAsync($"{HubSpotApi.Tasks}/{id}", cancellationToken);

    public Task DeleteNoteAsync(NoteId id, CancellationToken cancellationToken) =>
        DeleteAsync($"{HubSpotApi.Notes}/{id}", cancellationToken);

    public async Task<TaskId?> FindTaskAsync(ContactId contact, string reference, CancellationToken cancellationToken) =>
        await FindAsync(contact, "tasks", HubSpotApi.Tasks, "hs_task_body", reference, cancellationToken) is { } id ? new TaskId(id) : null;

    public async Task<NoteId?> FindNoteAsync(ContactId contact, string reference, CancellationToken cancellationToken) =>
        await FindAsync(contact, "notes", HubSpotApi.Notes, "hs_note_body", reference, cancellationToken) is { } id ? new NoteId(id) : null;

    // What is not there any more is answered like what was deleted now, or with a 404.
    private async Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        (await api.SendAsync(Deleting, HttpMethod.Delete, path, null, cancellationToken)).Dispose();

    private async Task<long> CreateAsync(
        OutsideCall call,
        string path,
        Dictionary<string, string> properties,
        NewAssociation[] links,
        CancellationToken cancellationToken
    )
    {
        var created = await api.PostAsync(
            call,
            path,
            new ObjectWrite(properties, links),
            HubSpotJson.Default.ObjectWrite,
            HubSpotJson.Default.CrmObject,
            cancellationToken
        );
        return HubSpotApi.Id(call, created.Id);
    }

    public async Task<IReadOnlyList<TaskId>> FindTasksAsync(ContactId contact, string reference, CancellationToken cancellationToken) =>
        [
            .. (await FindAllAsync(contact, "tasks", HubSpotApi.Tasks, "hs_task_body", reference, cancellationToken)).Select(
                id => new TaskId(id)
            ),
        ];

    public async Task<IReadOnlyList<NoteId>> FindNotesAsync(ContactId contact, string reference, CancellationToken cancellationToken) =>
        [
            .. (await FindAllAsync(contact, "notes", HubSpotApi.Notes, "hs_note_body", reference, cancellationToken)).Select(
                id => new NoteId(id)
            ),
        ];

    private async Task<long?> FindAsync(
        ContactId contact,
        string kind,
        string path,
        string body,
        string reference,
        CancellationToken cancellationToken
    ) => await FindAllAsync(contact, kind, path, body, reference, cancellationToken, isOneEnough: true) is [var id, ..] ? id : null;

    // Associations and batch reads come from the records; search would lag behind the very write in question.
    private async Task<IReadOnlyList<long>> FindAllAsync(
        ContactId contact,
        string kind,
        string path,
        string body,
        string reference,
        CancellationToken cancellationToken,
        bool isOneEnough = false
    )
    {
        TimelineHtml.CheckReference(reference);
        var ids = await AssociatedAsync(contact, kind, cancellationToken);
        var found = new List<long>();
        foreach (var some in ids.OrderDescending().Chunk(BatchSize))
        {
            var page = await api.PostAsync(
                Looking,
                $"{path}/batch/read",
                new BatchQuery(
                    [body, "hs_createdate"],
                    [.. some.Select(id => new ObjectReference(id.ToString(CultureInfo.InvariantCulture)))]
                ),
                HubSpotJson.Default.BatchQuery,
                HubSpotJson.Default.CrmPage,
                cancellationToken
            );
            HubSpotApi.ThrowIfIncomplete(Looking, page.Errors, page.NumErrors);
            found.AddRange(
                (page.Results ?? throw Looking.Unreadable())
                    .Where(item => TimelineHtml.Mentions(HubSpotApi.Property(item, body), reference))
                    .Select(item => HubSpotApi.Id(Looking, item.Id))
            );
            if (isOneEnough && found.Count > 0)
                break;
        }

        found.Sort();
        return found;
    }

    private async Task<HashSet<long>> AssociatedAsync(ContactId contact, string kind, CancellationToken cancellationToken)
    {
        var ids = new HashSet<long>();
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.PostAsync(
                Looking,
                $"{HubSpotApi.ContactAssociations}/{kind}/batch/read",
                new AssociationQuery([new AssociationInput(contact.ToString(), after)]),
                HubSpotJson.Default.AssociationQuery,
                HubSpotJson.Default.AssociationAnswer,
                cancellationToken
            );
            HubSpotApi.ThrowIfIncomplete(Looking, answer.Errors, answer.NumErrors);
            after = null;
            foreach (var result in answer.Results ?? throw Looking.Unreadable())
            {
                ids.UnionWith((result.To ?? []).Select(target => HubSpotApi.Id(Looking, target.ToObjectId)));
                after ??= result.Paging?.Next?.After;
            }

            if (string.IsNullOrEmpty(after))
                return ids;
        }

        // "Not there" would be a guess, and the guess would write it twice.
        throw Looking.Failed(FailureKind.Refused, code: "too_many_associations");
    }

    private static Dictionary<string, string> Properties(DateTimeOffset at, OwnerId? owner)
    {
        var properties = new Dictionary<string, string>
        {
            ["hs_timestamp"] = at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        if (owner is { } id)
            properties["hubspot_owner_id"] = id.ToString();
        return properties;
    }

    private static NewAssociation[] Links(ContactId contact, int contactType, CompanyId? company, int companyType) =>
        company is { } id
            ? [Link(contact.ToString(), contactType), Link(id.ToString(), companyType)]
            : [Link(contact.ToString(), contactType)];

    private static NewAssociation Link(string id, int type) => new(new ObjectReference(id), [new AssociationKind("HUBSPOT_DEFINED", type)]);
}
