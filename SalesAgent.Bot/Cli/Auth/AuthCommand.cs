using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;
using Serilog.Events;

namespace SalesAgent.Bot.Cli.Auth;

/// <summary><c>auth google</c>: connects a rep's Google account from this machine, says how it stands, or disconnects it.</summary>
internal static class AuthCommand
{
    public static Command Create()
    {
        var gmail = new Option<bool>("--gmail") { Description = "Reading mail and writing drafts" };
        var calendar = new Option<bool>("--calendar") { Description = "Free times, time zone and working hours" };
        var drive = new Option<bool>("--drive") { Description = "Also reading documents" };
        var user = new Option<string?>("--user") { Description = "The rep's address; the first rep unless given", HelpName = "MAIL" };
        var info = new Option<bool>("--info") { Description = "Only say how the account stands; exits 1 if it cannot be used" };
        var revoke = new Option<bool>("--revoke") { Description = "Take the access back at Google, then forget it" };
        var google = new Command("google", "Sign in to a rep's Google account (Gmail and Calendar unless told otherwise)")
        {
            gmail,
            calendar,
            drive,
            user,
            info,
            revoke,
        };
        google.Validators.Add(result =>
        {
            var scopes = result.GetValue(gmail) || result.GetValue(calendar) || result.GetValue(drive);
            if ((result.GetValue(info) ? 1 : 0) + (result.GetValue(revoke) ? 1 : 0) + (scopes ? 1 : 0) > 1)
                result.AddError("--info, --revoke and choosing what to sign in for exclude each other.");
            if (result.GetValue(user) is { } mail && !EmailAddress.TryNormalise(mail, out _))
                result.AddError("--user is no e-mail address.");
        });
        google.SetAction(
            async (parsed, cancellationToken) =>
            {
                var console = parsed.InvocationConfiguration;
                await using var app = await CommandApp.BuildAsync(LogEventLevel.Warning, cancellationToken);
                if (RepOf(app.Services.GetRequiredService<RepDirectory>(), parsed.GetValue(user)) is not { } rep)
                {
                    await console.Error.WriteLineAsync("No rep has this address: add the person to Reps first.");
                    return 1;
                }

                if (parsed.GetValue(info))
                    return await AuthReport.WriteAsync(app.Services, rep, console.Output, cancellationToken);
                if (parsed.GetValue(revoke))
                    return await RevokeAsync(app.Services, rep, console, cancellationToken);

                var signIn = app.Services.GetRequiredService<GoogleSignIn>();
                return await SignInAsync(
                    app.Services,
                    rep,
                    CapabilitiesOf(signIn, parsed.GetValue(gmail), parsed.GetValue(calendar), parsed.GetValue(drive)),
                    console,
                    cancellationToken
                );
            }
        );
        return new Command("auth", "Access to the accounts of reps") { google };
    }

    private static Rep? RepOf(RepDirectory reps, string? mail) =>
        mail is null ? reps.Default
        : EmailAddress.TryNormalise(mail, out var email) ? reps.FindByEmail(email)
        : null;

    private static GoogleCapability[] CapabilitiesOf(GoogleSignIn signIn, bool gmail, bool calendar, bool drive)
    {
        var everything = !gmail && !calendar;
        return
        [
            .. signIn.Everyday.Where(capability => everything || (GoogleScopes.Gmail.Contains(capability) ? gmail : calendar)),
            .. drive ? [GoogleCapability.ReadDrive] : (GoogleCapability[])[],
        ];
    }

    private static async Task<int> SignInAsync(
        IServiceProvider services,
        Rep rep,
        GoogleCapability[] capabilities,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        var signIn = services.GetRequiredService<GoogleSignIn>();
        if (signIn is { Way: GoogleWay.SignIn, RedirectToThisMachine: null })
        {
            await console.Error.WriteLineAsync(
                "The OAuth client may not send anybody back to this machine: use a client of type Desktop app, or register http://localhost:8400/ with it and download its JSON again (docs/google-oauth.md)."
            );
            return 1;
        }

        await using var listener = await AuthListener.StartAsync(signIn.RedirectToThisMachine, cancellationToken);
        var request = new SignInRequest
        {
            Rep = rep,
            AskedBy = SignInRequest.CommandLine,
            Capabilities = capabilities,
            RedirectUri = listener.Address,
        };
        switch (await signIn.BeginAsync(request, cancellationToken))
        {
            case SignInBegun.NotOffered(var why):
                await console.Error.WriteLineAsync(why);
                return 1;
            case SignInBegun.Ready(var link, var expiresAt):
                await console.Output.WriteLineAsync($"Open this page and sign in as {rep.Email}. Ctrl+C ends.\n\n{link.AbsoluteUri}\n");
                await console.Output.FlushAsync(cancellationToken);
                if (!Console.IsOutputRedirected)
                    OpenBrowser(link);
                return await FinishAsync(
                    listener,
                    signIn,
                    link,
                    expiresAt - services.GetRequiredService<TimeProvider>().GetUtcNow(),
                    console,
                    cancellationToken
                );
            default:
                throw new InvalidOperationException("A sign-in is begun or it is not offered.");
        }
    }

    private static async Task<int> FinishAsync(
        AuthListener listener,
        GoogleSignIn signIn,
        Uri link,
        TimeSpan patience,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        try
        {
            switch (await listener.CompleteAsync(signIn, link).WaitAsync(patience, cancellationToken))
            {
                case SignInOutcome.Connected connected:
                    await console.Output.WriteLineAsync($"{connected.Mailbox} is connected:");
                    await AuthReport.WriteScopesAsync(console.Output, connected.Scopes);
                    return 0;
                case SignInOutcome.Refused refused:
                    await console.Error.WriteLineAsync(refused.Text);
                    return 1;
                default:
                    throw new InvalidOperationException("An account is connected or refused.");
            }
        }
        catch (TimeoutException)
        {
            await console.Error.WriteLineAsync("Nobody signed in within ten minutes. Run auth google again.");
            return 1;
        }
    }

    private static async Task<int> RevokeAsync(
        IServiceProvider services,
        Rep rep,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var outcome = await services
                .GetRequiredService<GoogleSignIn>()
                .DisconnectAsync(rep.Email, SignInRequest.CommandLine, cancellationToken);
            await console.Output.WriteLineAsync(
                outcome switch
                {
                    DisconnectOutcome.WasNotConnected => $"{rep.Email} was not connected.",
                    DisconnectOutcome.RevokedAndForgotten => $"{rep.Email}: Google has ended the access, and it is forgotten here.",
                    DisconnectOutcome.Forgotten => $"{rep.Email}: Google had ended the access already; it is forgotten here.",
                    _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
                }
            );
            return 0;
        }
        catch (ConnectorException failure)
        {
            await console.Error.WriteLineAsync(
                $"Google could not be told, so nothing was forgotten: {failure.Kind.Text()}. Try again, or remove SalesAgent at https://myaccount.google.com/connections."
            );
            return 1;
        }
    }

    private static void OpenBrowser(Uri link)
    {
        try
        {
            Process.Start(new ProcessStartInfo(link.AbsoluteUri) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception none)
            when (none is Win32Exception or InvalidOperationException or PlatformNotSupportedException or FileNotFoundException)
        {
            // The address is on the screen.
        }
    }
}
