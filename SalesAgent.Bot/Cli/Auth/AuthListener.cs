using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

namespace SalesAgent.Bot.Cli.Auth;

/// <summary>Where the browser comes back to after a sign-in at this machine (RFC 8252 §7.3).</summary>
internal sealed class AuthListener : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly TaskCompletionSource<SignInOutcome> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (GoogleSignIn SignIn, string State)? expected;

    private AuthListener(WebApplication web) => this.web = web;

    /// <summary>What to tell Google, with the port that was free.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <param name="at">Host, port and path; port 0 for any. Null: as with port 0.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<AuthListener> StartAsync(Uri? at, CancellationToken cancellationToken)
    {
        at ??= new Uri("http://127.0.0.1:0/");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "sign-in" });
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                // "localhost" may be either address family; a number is just itself.
                if (at.HostNameType is UriHostNameType.Dns)
                    kestrel.ListenLocalhost(at.Port);
                else
                    kestrel.Listen(IPAddress.Parse(at.IdnHost), at.Port);
            });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var web = builder.Build();
        var listener = new AuthListener(web);
        web.Run(listener.AnswerAsync);
        await web.StartAsync(cancellationToken);
        var bound = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        listener.Address = at.Port == 0 ? new UriBuilder(at) { Port = bound.Port }.Uri : at;
        return listener;
    }

    /// <summary>Waits for the answer to this sign-in and completes it; other visitors are sent away.</summary>
    /// <param name="link">Of the sign-in.</param>
    public Task<SignInOutcome> CompleteAsync(GoogleSignIn signIn, Uri link)
    {
        expected = (signIn, System.Web.HttpUtility.ParseQueryString(link.Query)["state"] ?? "");
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync();
        await web.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (expected is not var (signIn, state) || context.Request.Path != Address.AbsolutePath || query["state"] != state)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            var outcome = await signIn.CompleteAsync(state, query["code"], query["error"], CancellationToken.None);
            // Once the person has the page: the process ends soon after.
            await SayAsync(context, outcome is SignInOutcome.Refused refused ? refused.Text : "Your Google account is connected.");
            done.TrySetResult(outcome);
        }
        catch (Exception failure)
        {
            done.TrySetException(failure);
            throw;
        }
    }

    private static async Task SayAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        // The address has the code in it.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        await context.Response.WriteAsync(
            $"<!DOCTYPE html><title>SalesAgent</title><p>{HtmlEncoder.Default.Encode(text)}</p><p>You can close this tab.</p>"
        );
        await context.Response.CompleteAsync();
    }
}
