using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

public sealed class ServiceAccountTests : SignInWorld
{
    [Fact]
    public async Task A_service_account_opens_the_mailbox_and_the_calendar_of_each_rep()
    {
        Use(GoogleKeyFiles.ServiceAccountKey());

        (await OpenAsync(One, Alex)).ShouldBe(Alex);
        (await OpenAsync(One, Mona)).ShouldBe(Mona);
        (await One.GetRequiredService<CalendarClient>().TimeZoneAsync(Mona, Now)).Id.ShouldBe("America/New_York");
        var account = (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.Delegated>();
        account.Scopes.Count.ShouldBe(5);
        (
            await SignInOf(One).BeginAsync(SignInRequest.By(RepOf(One, Alex), SignInOf(One).Everyday), Now)
        ).ShouldBeOfType<SignInBegun.NotOffered>();
    }

    [Fact]
    public async Task A_mailbox_of_nobody_here_is_refused_before_google_is_asked()
    {
        Use(GoogleKeyFiles.ServiceAccountKey());
        Settings["Reps:2:Email"] = "somebody.else@contoso.example";

        var failure = await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Mona));

        (failure.Kind, failure.Code).ShouldBe((FailureKind.Unauthorised, GoogleRemedy.NotARep));
        Sandbox.World.Calls.Calls("google.token").ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_google_does_not_know_is_refused()
    {
        using var other = RSA.Create(2048);
        var file = System.Text.Json.Nodes.JsonNode.Parse(GoogleKeyFiles.ServiceAccountKey())!;
        file["private_key"] = other.ExportPkcs8PrivateKeyPem();
        Use(file.ToJsonString());

        (await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Alex))).Code.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Delegation_that_was_not_authorised_says_what_to_do()
    {
        Use(GoogleKeyFiles.ServiceAccountKey());
        Sandbox.Faults.Set("google.token", new Fault.Status(401, Body: """{"error":"unauthorized_client","error_description":"x"}"""));

        var failure = await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Alex));

        (failure.Kind, failure.Code).ShouldBe((FailureKind.Unauthorised, "unauthorized_client"));
        GoogleRemedy.For(failure)!.ShouldContain("administrator");
    }

    private void Use(string key)
    {
        Settings["Google:ClientSecretFile"] = null;
        Settings["Google:ServiceAccountFile"] = Write("service-account.json", key);
    }
}
