using Microsoft.Extensions.Options;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting.Agents;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Operations;

/// <summary>Asks each connector for something small and says how it went. An answer is kept for a minute.</summary>
internal sealed class ConnectorStatus(
    GmailClient gmail,
    CalendarClient calendar,
    GoogleReach google,
    HubSpotClient hubSpot,
    IOptions<HubSpotOptions> hubSpotOptions,
    ModelProbe model,
    BotTokens teams,
    IOptions<BotOptions> bot,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1);
    private (long At, IReadOnlyList<ConnectorState> States)? kept;

    public async Task<IReadOnlyList<ConnectorState>> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (kept is { } last && time.GetElapsedTime(last.At) < KeptFor)
                return last.States;

            IReadOnlyList<ConnectorState> states = await Task.WhenAll(
                GoogleAsync("gmail", GoogleScopes.Gmail, rep => gmail.ProfileAsync(rep.Email, cancellationToken), cancellationToken),
                GoogleAsync(
                    "calendar",
                    GoogleScopes.Calendar,
                    rep => calendar.TimeZoneAsync(rep.Email, cancellationToken),
                    cancellationToken
                ),
                HubSpotAsync(cancellationToken),
                ModelAsync(cancellationToken),
                TeamsAsync(cancellationToken)
            );
            kept = (time.GetTimestamp(), states);
            return states;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>One mailbox answers for all; those that cannot be asked are counted.</summary>
    private async Task<ConnectorState> GoogleAsync(
        string name,
        IReadOnlyCollection<GoogleCapability> capabilities,
        Func<Rep, Task> probe,
        CancellationToken cancellationToken
    )
    {
        if (!google.IsConfigured)
            return NotConfigured(name, "Set Google:ClientSecretFile or Google:ServiceAccountFile (docs/google-oauth.md).");

        var (usable, others) = await google.OfAsync(capabilities, cancellationToken);
        if (usable.Count == 0)
        {
            return new ConnectorState(
                name,
                ConnectorState.Unhealthy,
                0,
                nameof(FailureKind.Unauthorised),
                await google.LapsedAsync(cancellationToken) is > 0 and var lapsed
                    ? $"No Google account can be used: {(lapsed == 1 ? "one rep has" : $"{lapsed} reps have")} to connect it again, with connect google in Teams or auth google."
                    : "No rep has connected a Google account yet: connect google in Teams, or auth google."
            );
        }

        var state = await ProbeAsync(name, () => probe(usable[0]));
        return state.Status is ConnectorState.Healthy && others.Count > 0
            ? state with
            {
                Status = ConnectorState.Degraded,
                WhatToDo = $"{others.Count} of {usable.Count + others.Count} reps have to connect their Google account.",
            }
            : state;
    }

    private async Task<ConnectorState> HubSpotAsync(CancellationToken cancellationToken) =>
        hubSpotOptions.Value.IsConfigured
            ? await ProbeAsync("hubspot", () => hubSpot.ProbeAsync(cancellationToken))
            : NotConfigured("hubspot", "Set HubSpot:AccessToken, or HubSpot:ClientId and HubSpot:RefreshToken (docs/hubspot-webhook.md).");

    private async Task<ConnectorState> ModelAsync(CancellationToken cancellationToken) =>
        model.IsConfigured
            ? await ProbeAsync("language_model", () => model.AskAsync(cancellationToken))
            : NotConfigured(
                "language_model",
                "Nothing has to be done: templates write. For a model, set Drafting:Provider (docs/language-model.md)."
            );

    private async Task<ConnectorState> TeamsAsync(CancellationToken cancellationToken) =>
        bot.Value.HasAppId
            ? await ProbeAsync("teams", () => TokenAsync(cancellationToken))
            : NotConfigured("teams", "Set MicrosoftAppId; without it only Agents Playground can be answered.");

    private async Task TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await teams.GetAsync(cancellationToken);
        }
        catch (ConnectorFailureException failure)
        {
            throw TeamsReviewDesk.AsConnectorFailure(failure);
        }
    }

    private static ConnectorState NotConfigured(string name, string whatToDo) => new(name, ConnectorState.NotConfigured, 0, null, whatToDo);

    private async Task<ConnectorState> ProbeAsync(string name, Func<Task> probe)
    {
        var began = time.GetTimestamp();
        try
        {
            await probe();
            var took = time.GetElapsedTime(began);
            return new ConnectorState(
                name,
                took > Slow ? ConnectorState.Degraded : ConnectorState.Healthy,
                (long)took.TotalMilliseconds,
                null,
                took > Slow ? "It answers slowly." : null
            );
        }
        catch (ConnectorException failure)
        {
            var (status, whatToDo) = failure.Kind switch
            {
                FailureKind.RateLimited => (ConnectorState.Degraded, "It asks for fewer calls; wait."),
                FailureKind.Unauthorised when name is "gmail" or "calendar" => (ConnectorState.Unhealthy, GoogleRemedy.For(failure.Code)),
                FailureKind.Unauthorised when failure.Code == HubSpotClient.AccessEnded => (
                    ConnectorState.Unhealthy,
                    "HubSpot ended the access: install the app again and set its new HubSpot:RefreshToken."
                ),
                FailureKind.Unauthorised => (ConnectorState.Unhealthy, "Check the account, its token and its scopes."),
                FailureKind.Refused => (ConnectorState.Unhealthy, "Check the configuration: the call is not accepted."),
                _ => (ConnectorState.Unhealthy, "It does not answer as it should; look at the provider's status page."),
            };
            return new ConnectorState(name, status, (long)time.GetElapsedTime(began).TotalMilliseconds, failure.Kind.ToString(), whatToDo);
        }
    }
}
