using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>The sample world in its eight categories. The same instant gives the same data, to the byte.</summary>
internal sealed class SampleData
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Uri ExampleBot = new("https://sales-agent.example/");
    private readonly DateTimeOffset now;

    private SampleData(DateTimeOffset now)
    {
        this.now = now;
        Submissions = SampleSubmission.All(now);
        Threads = SampleThread.All(now);
        Appointments = SampleCalendar.All(now);
        Tasks = SampleTask.All(now);
        Draft = new SampleMail(
            "draft-1@contoso.example",
            now.AddHours(-20),
            (SamplePeople.Alex.Name, SamplePeople.Alex.Email),
            (SampleProspect.Marcus.Name, SampleProspect.Marcus.Email),
            "Delivery windows at Northwind",
            "Hi Marcus,\n\nyou mentioned late deliveries on the northern routes. May I show you what two other carriers changed?\n\nBest,\nAlex"
        );
    }

    public IReadOnlyList<SampleProspect> Prospects { get; } = SampleProspect.All;

    public IReadOnlyList<SampleSubmission> Submissions { get; }

    public IReadOnlyList<SampleThread> Threads { get; }

    public IReadOnlyList<SampleAppointment> Appointments { get; }

    public SampleMail Draft { get; }

    public IReadOnlyList<SampleTask> Tasks { get; }

    public IReadOnlyList<SampleMessage> Messages { get; } = SampleMessage.All;

    /// <summary>The samples as they stand at an instant; parts of a second do not count.</summary>
    public static SampleData At(DateTimeOffset now) => new(DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()));

    /// <summary>Puts the samples into an empty world.</summary>
    public void Fill(SandboxWorld world)
    {
        foreach (var prospect in Prospects)
            FillHubSpot(world.HubSpot, prospect);
        foreach (var task in Tasks)
        {
            world.HubSpot.Create("tasks", task.Properties(), task.Id);
            if (task.About.ContactId is { } contact)
                world.HubSpot.Link("tasks", task.Id, new HubSpotLink("contacts", contact, 204));
        }

        foreach (var thread in Threads)
        {
            var mailbox = world.Gmail[thread.Owner.Email];
            string? id = null;
            foreach (var mail in thread.Mails)
                id = mailbox.Deliver(mail.Raw(), mail.At, mail.From.Address == thread.Owner.Email ? ["SENT"] : ["INBOX"], id).ThreadId;
        }

        world.Gmail[SamplePeople.Alex.Email].Create(Draft.Raw(), null);
        foreach (var one in Appointments)
            world.Calendar[one.Owner.Email].Block(one.Start, one.End, one.Summary);
    }

    /// <summary>One JSON document with the eight categories.</summary>
    public string ExportJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            Export().WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void FillHubSpot(HubSpotPortal portal, SampleProspect prospect)
    {
        if (prospect.CompanyId is { } company)
        {
            portal.Create(
                "companies",
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["name"] = prospect.Company!,
                    ["domain"] = prospect.Domain,
                    ["website"] = $"https://{prospect.Domain}",
                    ["industry"] = "MANUFACTURING",
                },
                company
            );
        }

        if (prospect.ContactId is not { } contact)
            return;
        var properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["email"] = prospect.Email,
            ["firstname"] = prospect.FirstName,
            ["lastname"] = prospect.LastName,
            ["company"] = prospect.Company!,
            ["jobtitle"] = prospect.JobTitle,
            ["phone"] = prospect.Phone,
            ["lifecyclestage"] = prospect == SampleProspect.Nora ? "customer" : "lead",
            ["hs_timezone"] = prospect.HubSpotTimeZone,
            ["hubspot_owner_id"] = prospect.OwnerId ?? SamplePeople.Owners[^1].Id,
        };
        if (prospect.SecondEmail is { } second)
            properties["hs_additional_emails"] = second;
        portal.Create("contacts", properties, contact);
        if (!prospect.Associated)
            return;
        portal.Link("contacts", contact, new HubSpotLink("companies", prospect.CompanyId!.Value, 1));
        portal.Link("contacts", contact, new HubSpotLink("companies", prospect.CompanyId.Value, 279));
    }

    private JsonObject Export()
    {
        return new JsonObject
        {
            ["prospects"] = new JsonArray([.. Prospects.Select(one => (JsonNode)one.Json())]),
            ["formSubmissions"] = new JsonArray([
                .. Submissions.Select(one =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["formSubmissionId"] = one.Id,
                            ["form"] = Signed(HubSpotRoute.FormSubmission, one.Form()),
                            ["events"] = Signed(HubSpotRoute.Events, one.Events(one.Who.ContactId ?? 30_999)),
                            ["workflow"] = Signed(HubSpotRoute.Workflow, one.Workflow()),
                        }
                ),
            ]),
            ["gmailThreads"] = new JsonArray([.. Threads.Select(one => (JsonNode)one.Json())]),
            ["calendarSlots"] = new JsonArray([
                .. Appointments.Select(one =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["calendar"] = one.Owner.Email,
                            ["timeZone"] = one.Owner.TimeZone,
                            ["start"] = Local(one.Start),
                            ["end"] = Local(one.End),
                            ["status"] = "busy",
                            ["summary"] = one.Summary,
                        }
                ),
            ]),
            ["drafts"] = new JsonArray(
                new JsonObject
                {
                    ["mailbox"] = SamplePeople.Alex.Email,
                    ["to"] = Draft.To.Address,
                    ["subject"] = Draft.Subject,
                    ["body"] = Draft.Text,
                    ["createdAt"] = HubSpotJson.Time(Draft.At),
                }
            ),
            ["hubSpotTasks"] = new JsonArray([.. Tasks.Select(one => (JsonNode)one.Json())]),
            ["prospectingMessages"] = new JsonArray([.. Messages.Select(one => (JsonNode)one.Json())]),
            ["auditEvents"] = SampleAudit.Events(Submissions[0]),
        };
    }

    // The body is kept as text: a signature holds for these very bytes.
    private JsonObject Signed(HubSpotRoute route, JsonNode body)
    {
        var text = body.ToJsonString();
        var address = SandboxHubSpot.Joined(ExampleBot, SandboxHubSpot.PathOf(route));
        var headers = new JsonObject();
        foreach (var (name, value) in SandboxHubSpot.Sign(address, route, text, now))
            headers[name] = value;
        return new JsonObject
        {
            ["method"] = "POST",
            ["uri"] = address.AbsoluteUri,
            ["headers"] = headers,
            ["body"] = text,
        };
    }

    private static string Local(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
