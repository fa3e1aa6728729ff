using System.Globalization;
using System.Text.Json;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Teams.Connector;

/// <summary>Who is in a conversation, and what a team consists of.</summary>
internal sealed class ConnectorRoster(TeamsTenant teams, ConnectorWire wire)
{
    public SandboxAnswer Member(SandboxCall call) =>
        With(
            call,
            conversation =>
                teams.Person(call.Route("userId")) is { } person && (conversation.Person is null || conversation.Person == person)
                    ? SandboxAnswer.Json(200, writer => Write(writer, person, conversation))
                    : ConnectorWire.Error(404, "MemberNotFoundInConversation", "Member not found in the conversation.")
        );

    public SandboxAnswer Members(SandboxCall call) =>
        With(
            call,
            conversation =>
                SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        writer.WriteStartArray();
                        foreach (var person in In(conversation))
                            Write(writer, person, conversation);
                        writer.WriteEndArray();
                    }
                )
        );

    public SandboxAnswer Paged(SandboxCall call) =>
        With(
            call,
            conversation =>
            {
                // The page size is moved into 50–500 without a word, as Teams does.
                var size = int.TryParse(call.Query("pageSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
                    ? Math.Clamp(asked, 50, 500)
                    : 500;
                var start = int.TryParse(call.Query("continuationToken"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                    ? given
                    : 0;
                var people = In(conversation);
                return SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        writer.WriteStartObject();
                        if (people.Count > start + size)
                            writer.WriteString("continuationToken", (start + size).ToString(CultureInfo.InvariantCulture));
                        writer.WriteStartArray("members");
                        foreach (var person in people.Skip(start).Take(size))
                            Write(writer, person, conversation);
                        writer.WriteEndArray();
                        writer.WriteEndObject();
                    }
                );
            }
        );

    public SandboxAnswer Team(SandboxCall call) =>
        WithTeam(
            call,
            team =>
                SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("id", team.Id);
                        writer.WriteString("name", team.Name);
                        writer.WriteString("aadGroupId", team.AadGroupId);
                        writer.WriteNumber("channelCount", team.Channels.Count);
                        writer.WriteNumber("memberCount", teams.People.Count);
                        writer.WriteEndObject();
                    }
                )
        );

    public SandboxAnswer Channels(SandboxCall call) =>
        WithTeam(
            call,
            team =>
                SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        writer.WriteStartObject();
                        writer.WriteStartArray("conversations");
                        foreach (var channel in team.Channels)
                        {
                            writer.WriteStartObject();
                            writer.WriteString("id", channel.Id);
                            writer.WriteString("name", channel.Name);
                            writer.WriteEndObject();
                        }

                        writer.WriteEndArray();
                        writer.WriteEndObject();
                    }
                )
        );

    private IReadOnlyList<SandboxRep> In(TeamsConversation conversation) => conversation.Person is { } one ? [one] : teams.People;

    private SandboxAnswer With(SandboxCall call, Func<TeamsConversation, SandboxAnswer> answer)
    {
        if (teams.Find(call.Route("conversationId")) is not { } found)
            return wire.Failure(404);
        return found.Conversation.Installed ? answer(found.Conversation) : wire.Failure(403);
    }

    private SandboxAnswer WithTeam(SandboxCall call, Func<TeamsTeam, SandboxAnswer> answer)
    {
        if (call.Route("teamId") != teams.Team.Id)
            return wire.Failure(404);
        return teams.Team.Installed ? answer(teams.Team) : wire.Failure(403);
    }

    // Both spellings of the directory id are seen in the wild: channels say objectId, personal chats aadObjectId.
    private static void Write(Utf8JsonWriter writer, SandboxRep person, TeamsConversation conversation)
    {
        var cut = person.Name.IndexOf(' ', StringComparison.Ordinal);
        writer.WriteStartObject();
        writer.WriteString("id", person.TeamsUserId);
        writer.WriteString("name", person.Name);
        writer.WriteString(conversation.IsChannel ? "objectId" : "aadObjectId", person.AadObjectId);
        writer.WriteString("givenName", cut < 0 ? person.Name : person.Name[..cut]);
        writer.WriteString("surname", cut < 0 ? "" : person.Name[(cut + 1)..]);
        writer.WriteString("email", person.Email);
        writer.WriteString("userPrincipalName", person.Email);
        writer.WriteString("tenantId", SandboxCredentials.TenantId);
        writer.WriteString("userRole", "user");
        writer.WriteEndObject();
    }
}
