using System.Net;
using System.Text.Json;
using Google;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Requests;
using SalesAgent.Core.Connectors.Calendar.Wire;
using SalesAgent.Core.Connectors.Gmail.Wire;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>One signed-in account: its services, and the few calls at once that Google allows each of them.</summary>
internal sealed class GoogleMailbox(
    string address,
    GmailService gmail,
    CalendarService calendar,
    MailboxRoom gmailRoom,
    MailboxRoom calendarRoom
)
{
    public string Address { get; } = address;

    public GmailService Gmail { get; } = gmail;

    public CalendarService Calendar { get; } = calendar;

    /// <summary>Google refused the account: the next call has to ask for credentials again.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Carries out the request. Null is a status that the call expects: 404 mostly.</summary>
    /// <exception cref="ConnectorException">Every other failure.</exception>
    public async Task<T?> SendAsync<T>(OutsideCall call, ClientServiceRequest<T> request, CancellationToken cancellationToken)
        where T : class
    {
        // Of its own: who waits for the answer to a click waits for the calendar, and not behind somebody else's mail.
        var room = call.Connector is ConnectorServices.Calendar ? calendarRoom : gmailRoom;
        request.ModifyRequest = message =>
        {
            call.Mark(message);
            room.Pace.Govern(message, hasTurn: true);
        };
        await room.EnterAsync(call, cancellationToken);
        try
        {
            return await request.ExecuteAsync(cancellationToken) ?? throw call.Unreadable("empty_answer");
        }
        catch (GoogleApiException expected) when (call.Expected.Contains((int)expected.HttpStatusCode))
        {
            return null;
        }
        // Google's exceptions quote the body and are not chained: it may be mail.
        catch (GoogleApiException refused) when (refused.HttpStatusCode is HttpStatusCode.Unauthorized)
        {
            IsSpent = true;
            throw call.Failed(FailureKind.Unauthorised, code: "401");
        }
        catch (TokenResponseException refusal)
        {
            throw NoAccess(call, TokenFailure.From(refusal));
        }
        catch (ConnectorException failure) when (failure.ConnectorName == TokenFailure.Connector)
        {
            throw NoAccess(call, failure);
        }
        catch (HttpRequestException unreachable)
        {
            // The pipeline below turns its own into ConnectorException, so this one is the token endpoint: nothing was sent.
            throw call.Failed(FailureKind.Unavailable, unreachable, "token_endpoint");
        }
        catch (Exception garbled) when (garbled is GoogleApiException or JsonException or Newtonsoft.Json.JsonException)
        {
            throw call.Unreadable();
        }
        finally
        {
            room.Places.Release();
        }
    }

    /// <summary>As <see cref="SendAsync{T}"/>, for calls where "not there" is no answer.</summary>
    public async Task<T> AskAsync<T>(OutsideCall call, ClientServiceRequest<T> request, CancellationToken cancellationToken)
        where T : class => (await SendAsync(call, request, cancellationToken))!;

    private ConnectorException NoAccess(OutsideCall call, ConnectorException failure)
    {
        IsSpent = failure.Kind is FailureKind.Unauthorised;
        return TokenFailure.During(call, failure);
    }
}
