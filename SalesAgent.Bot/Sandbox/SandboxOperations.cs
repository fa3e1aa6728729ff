using SalesAgent.Bot.Sandbox.Calendar;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Gmail;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;
using SalesAgent.Bot.Sandbox.Login;
using SalesAgent.Bot.Sandbox.Teams.Connector;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox;

/// <summary>The one table of everything the sandbox answers: name, method, route, whether it writes, and who answers.</summary>
internal static class SandboxOperations
{
    private const string Gmail = "/gmail/v1/users/{userId}";
    private const string Calendars = "/calendar/v3";
    private const string Crm = "/hubspot/crm/objects/2026-09";
    private const string Connector = "/teams/{tenant}/v3";

    public static IReadOnlyList<SandboxOperation> All(SandboxWorld world, SandboxFaults faults, TimeProvider time)
    {
        List<SandboxOperation> table = [.. GoogleRoutes(world, time), .. HubSpotRoutes(world, time), .. TeamsRoutes(world, time)];
        var control = new SandboxControl(world, faults, table.Select(one => one.Name).ToHashSet(StringComparer.Ordinal));
        table.AddRange([
            new("sandbox.state", "GET", "/sandbox/state", false, control, control.State),
            new("sandbox.faults.list", "GET", "/sandbox/faults", false, control, control.List),
            new("sandbox.faults.set", "POST", "/sandbox/faults", false, control, control.Set),
            new("sandbox.faults.clear", "DELETE", "/sandbox/faults", false, control, control.Clear),
        ]);
        return table;
    }

    private static IEnumerable<SandboxOperation> GoogleRoutes(SandboxWorld world, TimeProvider time)
    {
        var wire = new GoogleWire(world.Google);
        var access = new GmailAccess(world.Gmail, world.Google);
        var mail = new GmailReads(world.Gmail, access);
        var mailbox = new GmailMailboxReads(world.Gmail, access);
        var drafts = new GmailDrafts(access);
        var calendar = new CalendarReads(world.Calendar, world.Google);
        var events = new CalendarEvents(world.Calendar, calendar);
        var signIn = new GoogleSignInWire(world.Google, time);
        return
        [
            new("gmail.profile.get", "GET", $"{Gmail}/profile", false, wire, mail.Profile),
            new("gmail.sendas.list", "GET", $"{Gmail}/settings/sendAs", false, wire, mailbox.SendAs),
            new("gmail.labels.list", "GET", $"{Gmail}/labels", false, wire, mailbox.Labels),
            new("gmail.history.list", "GET", $"{Gmail}/history", false, wire, mailbox.History),
            new("gmail.threads.list", "GET", $"{Gmail}/threads", false, wire, mail.Threads),
            new("gmail.threads.get", "GET", $"{Gmail}/threads/{{id}}", false, wire, mail.Thread),
            new("gmail.messages.list", "GET", $"{Gmail}/messages", false, wire, mail.Messages),
            new("gmail.messages.get", "GET", $"{Gmail}/messages/{{id}}", false, wire, mail.Message),
            new("gmail.messages.send", "POST", $"{Gmail}/messages/send", true, wire, drafts.SendMessage),
            new("gmail.drafts.list", "GET", $"{Gmail}/drafts", false, wire, drafts.List),
            new("gmail.drafts.create", "POST", $"{Gmail}/drafts", true, wire, drafts.Create),
            new("gmail.drafts.get", "GET", $"{Gmail}/drafts/{{id}}", false, wire, drafts.Get),
            new("gmail.drafts.update", "PUT", $"{Gmail}/drafts/{{id}}", true, wire, drafts.Update),
            new("gmail.drafts.delete", "DELETE", $"{Gmail}/drafts/{{id}}", true, wire, drafts.Delete),
            new("gmail.drafts.send", "POST", $"{Gmail}/drafts/send", true, wire, drafts.Send),
            new("calendar.freebusy", "POST", $"{Calendars}/freeBusy", false, wire, calendar.FreeBusy),
            new("calendar.settings.get", "GET", $"{Calendars}/users/me/settings/{{setting}}", false, wire, calendar.Setting),
            new("calendar.list", "GET", $"{Calendars}/users/me/calendarList", false, wire, calendar.List),
            new("calendar.get", "GET", $"{Calendars}/calendars/{{calendarId}}", false, wire, calendar.Get),
            new("calendar.events.list", "GET", $"{Calendars}/calendars/{{calendarId}}/events", false, wire, events.List),
            new("calendar.events.insert", "POST", $"{Calendars}/calendars/{{calendarId}}/events", true, wire, events.Insert),
            new("calendar.events.get", "GET", $"{Calendars}/calendars/{{calendarId}}/events/{{eventId}}", false, wire, events.Get),
            new("calendar.events.delete", "DELETE", $"{Calendars}/calendars/{{calendarId}}/events/{{eventId}}", true, wire, events.Delete),
            new("google.auth", "GET", "/google/auth", false, signIn, signIn.Authorise),
            new("google.token", "POST", "/google/token", false, signIn, signIn.Token),
            new("google.revoke", "POST", "/google/revoke", true, signIn, signIn.Revoke),
        ];
    }

    private static IEnumerable<SandboxOperation> HubSpotRoutes(SandboxWorld world, TimeProvider time)
    {
        var wire = new HubSpotWire(world.HubSpotGrants);
        var signIn = new HubSpotSignIn(world.HubSpotGrants);
        var writes = new HubSpotWrites(world.HubSpot, wire);
        var reads = new HubSpotReads(world.HubSpot, wire, writes, time);
        var search = new HubSpotSearch(world.HubSpot, wire, time);
        foreach (var type in HubSpotSchema.Types)
        {
            yield return new($"hubspot.{type}.get", "GET", $"{Crm}/{type}/{{id}}", false, wire, call => reads.Get(call, type));
            yield return new($"hubspot.{type}.create", "POST", $"{Crm}/{type}", true, wire, call => writes.Create(call, type));
            yield return new($"hubspot.{type}.update", "PATCH", $"{Crm}/{type}/{{id}}", true, wire, call => writes.Update(call, type));
            yield return new($"hubspot.{type}.delete", "DELETE", $"{Crm}/{type}/{{id}}", true, wire, call => writes.Delete(call, type));
            yield return new(
                $"hubspot.{type}.batchread",
                "POST",
                $"{Crm}/{type}/batch/read",
                false,
                wire,
                call => reads.BatchRead(call, type)
            );
            yield return new($"hubspot.{type}.search", "POST", $"{Crm}/{type}/search", false, wire, call => search.Search(call, type));
        }

        yield return new("hubspot.contacts.upsert", "POST", $"{Crm}/contacts/batch/upsert", true, wire, writes.Upsert);
        yield return new(
            "hubspot.associations.put",
            "PUT",
            $"{Crm}/{{type}}/{{id}}/associations/default/{{toType}}/{{toId}}",
            true,
            wire,
            writes.Associate
        );
        yield return new(
            "hubspot.associations.batchread",
            "POST",
            "/hubspot/crm/associations/2026-09/{from}/{to}/batch/read",
            false,
            wire,
            reads.Associations
        );
        yield return new("hubspot.owners.list", "GET", "/hubspot/crm/owners/2026-09", false, wire, reads.Owners);
        yield return new("hubspot.owners.get", "GET", "/hubspot/crm/owners/2026-09/{id}", false, wire, reads.Owner);
        yield return new("hubspot.token", "POST", "/hubspot/oauth/2026-09/token", false, signIn, signIn.Token);
        yield return new("hubspot.account.get", "GET", "/hubspot/account-info/2026-09/details", false, wire, HubSpotReads.Account);
    }

    private static IEnumerable<SandboxOperation> TeamsRoutes(SandboxWorld world, TimeProvider time)
    {
        var login = new LoginWire(world.Keys, time);
        var wire = new ConnectorWire(login);
        var messages = new ConnectorMessages(world.Teams, wire);
        var roster = new ConnectorRoster(world.Teams, wire);
        return
        [
            new("login.token", "POST", "/login/{tenant}/oauth2/v2.0/token", false, login, login.Token),
            new("login.metadata", "GET", "/login/{tenant}/v2.0/.well-known/openid-configuration", false, login, LoginWire.TenantMetadata),
            new("login.connector.metadata", "GET", "/login/v1/.well-known/openidconfiguration", false, login, LoginWire.ConnectorMetadata),
            new("login.connector.keys", "GET", "/login/v1/.well-known/keys", false, login, login.Keys),
            new("teams.conversations.create", "POST", $"{Connector}/conversations", true, wire, messages.Create),
            new("teams.activities.send", "POST", $"{Connector}/conversations/{{conversationId}}/activities", true, wire, messages.Send),
            new(
                "teams.activities.reply",
                "POST",
                $"{Connector}/conversations/{{conversationId}}/activities/{{activityId}}",
                true,
                wire,
                messages.Reply
            ),
            new(
                "teams.activities.update",
                "PUT",
                $"{Connector}/conversations/{{conversationId}}/activities/{{activityId}}",
                true,
                wire,
                messages.Update
            ),
            new(
                "teams.activities.delete",
                "DELETE",
                $"{Connector}/conversations/{{conversationId}}/activities/{{activityId}}",
                true,
                wire,
                messages.Delete
            ),
            new("teams.members.list", "GET", $"{Connector}/conversations/{{conversationId}}/members", false, wire, roster.Members),
            new("teams.members.get", "GET", $"{Connector}/conversations/{{conversationId}}/members/{{userId}}", false, wire, roster.Member),
            new("teams.members.paged", "GET", $"{Connector}/conversations/{{conversationId}}/pagedmembers", false, wire, roster.Paged),
            new("teams.team.get", "GET", $"{Connector}/teams/{{teamId}}", false, wire, roster.Team),
            new("teams.channels.list", "GET", $"{Connector}/teams/{{teamId}}/conversations", false, wire, roster.Channels),
        ];
    }
}
