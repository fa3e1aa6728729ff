using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Policy;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Policy;

public sealed class DraftOnlyProofTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();
    private readonly SendTrialScript trial = new();
    private readonly DraftOnlyProof proof;
    private readonly EmergencyStop stop;
    private readonly MailPolicy policy;

    public DraftOnlyProofTests()
    {
        var audit = new SystemAudit(storage.Records, storage.Time);
        proof = new DraftOnlyProof(trial, audit, storage.Time, NullLogger<DraftOnlyProof>.Instance);
        stop = new EmergencyStop(storage.Records, audit, Options.Create(new ModeOptions()), proof, storage.Time);
        policy = new MailPolicy(Options.Create(new ModeOptions()), proof);
    }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await proof.StopAsync(CancellationToken.None);
        proof.Dispose();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task It_is_tried_before_anything_else_starts_and_each_hour()
    {
        policy.IsDraftOnlyEnforced.ShouldBeFalse("nothing was proven yet");

        await proof.StartAsync(Now);

        policy.IsDraftOnlyEnforced.ShouldBeTrue();
        proof.Last!.At.ShouldBe(storage.Time.GetUtcNow());
        trial.Escaped = ["POST gmail/v1/users/me/messages/send"];
        await Eventually.FindAsync(() =>
        {
            // The timer is set a moment after the start.
            storage.Time.Advance(TimeSpan.FromHours(1));
            return policy.IsDraftOnlyEnforced ? null : proof.Last;
        });
    }

    [Fact]
    public async Task A_trial_that_was_not_refused_stops_all_work_and_all_writes_and_is_in_the_audit()
    {
        trial.Escaped = ["POST gmail/v1/users/me/messages/send"];

        await proof.StartAsync(Now);

        (await stop.IsOnAsync(Now), await stop.IsShutAsync(Now)).ShouldBe((true, true));
        policy.IsDraftOnlyEnforced.ShouldBeFalse();
        (await stop.FindAsync(Now))!.Sentence.ShouldBe(
            "SalesAgent was stopped by itself, because its own check found a way to send on 2 Mar 2026, 09:00 UTC. Leads are kept, but nothing is drafted, written or decided until an engineer has mended that (docs/draft-only.md)."
        );
        var entry = (await new SystemAudit(storage.Records, storage.Time).ReadAsync(Now)).ShouldHaveSingleItem();
        (entry.EventType, entry.Action, entry.Metadata["attempt"]).ShouldBe(
            (AuditEventType.SecurityAlert, "send_not_refused", trial.Escaped[0])
        );
    }

    [Fact]
    public async Task Nobody_resumes_it_in_chat_and_a_refused_trial_does()
    {
        trial.Escaped = ["POST gmail/v1/users/me/drafts/send"];
        await proof.StartAsync(Now);

        (await stop.ResumeAsync("rep-1", Now)).ShouldNotBeNull();
        trial.Escaped = [];
        await proof.ProveAsync(Now);

        (await stop.FindAsync(Now)).ShouldBeNull();
        policy.IsDraftOnlyEnforced.ShouldBeTrue();
    }

    [Fact]
    public void Mail_leaves_without_a_person_only_where_no_configuration_can_start()
    {
        foreach (var draftOnly in (bool[])[true, false])
        {
            foreach (var autoSend in (bool[])[true, false])
            {
                foreach (var approval in (bool[])[true, false])
                {
                    new MailPolicy(
                        Options.Create(
                            new ModeOptions
                            {
                                DraftOnly = draftOnly,
                                AllowAutoSend = autoSend,
                                RequireApproval = approval,
                            }
                        ),
                        proof
                    ).IsAutoSendAllowed.ShouldBe(!draftOnly && autoSend && !approval);
                }
            }
        }
    }
}
