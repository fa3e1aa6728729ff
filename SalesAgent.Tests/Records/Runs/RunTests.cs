using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Tests.Records.Runs;

/// <summary>Runs outlive releases: the steps of a stored run are those of the build that went on with it last.</summary>
public sealed class RunTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static readonly StepReport Gone = new("score_lead", StepStatus.Waiting, 0, "");

    public static TheoryData<string> Steps => [.. StepOrder.Names];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_that_a_run_has_never_met_waits_in_its_place(string name)
    {
        var stored = Without(name, Run.Begin(Now));

        stored.HasMet(name).ShouldBeFalse();
        stored.Step(name).Status.ShouldBe(StepStatus.Waiting);
        stored.AsOfThisBuild().Steps.ShouldBe(Run.Begin(Now).Steps);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void What_is_done_stays_done(string name)
    {
        var stored = Without(name, Done(Run.Begin(Now)));

        var run = stored.AsOfThisBuild();

        run.Steps.Where(step => step.Name != name).ShouldBe(stored.Steps);
        run.Step(name).Status.ShouldBe(StepStatus.Waiting);
    }

    [Fact]
    public void A_run_of_this_build_stays_the_same_object()
    {
        var run = Run.Begin(Now);

        run.AsOfThisBuild().ShouldBeSameAs(run);
    }

    [Fact]
    public void A_run_that_has_ended_stays_as_it_is_until_something_is_due_again()
    {
        var stored = Without(StepNames.SearchEmail, Done(Run.Begin(Now))) with { EndedAt = Now };

        stored.AsOfThisBuild().ShouldBeSameAs(stored);
        stored.Status.ShouldBe("completed");

        var again = stored.Due([StepNames.CalendarAvailability]);
        again.Steps.Select(step => step.Name).ShouldBe(StepOrder.Names);
        again
            .Steps.Where(step => step.Status is StepStatus.Waiting)
            .Select(step => step.Name)
            .ShouldBe([StepNames.SearchEmail, StepNames.CalendarAvailability]);
    }

    [Theory]
    [InlineData(StepStatus.Waiting, false)]
    [InlineData(StepStatus.Missing, false)]
    [InlineData(StepStatus.Skipped, false)]
    [InlineData(StepStatus.Failed, false)]
    [InlineData(StepStatus.Done, true)]
    public void Of_a_step_that_this_build_does_not_have_only_what_was_done_is_kept(StepStatus status, bool isKept)
    {
        var begun = Run.Begin(Now);
        var stored = begun with { Steps = [Gone with { Status = status }, .. begun.Steps] };

        stored.AsOfThisBuild().HasMet(Gone.Name).ShouldBe(isKept);
    }

    [Fact]
    public void A_run_that_waits_only_for_what_is_gone_waits_for_nothing()
    {
        var done = Done(Run.Begin(Now));

        var run = (done with { Steps = [.. done.Steps, Gone] }).AsOfThisBuild();

        (run with { EndedAt = Now }).Status.ShouldBe("completed");
    }

    [Fact]
    public void The_outcome_of_a_step_that_a_run_has_never_met_is_kept() =>
        Without(StepNames.SearchEmail, Run.Begin(Now))
            .With(new StepReport(StepNames.SearchEmail, StepStatus.Done, 1, "x"))
            .Step(StepNames.SearchEmail)
            .Detail.ShouldBe("x");

    private static Run Without(string name, Run run) => run with { Steps = [.. run.Steps.Where(step => step.Name != name)] };

    private static Run Done(Run run) => run with { Steps = [.. run.Steps.Select(step => step with { Status = StepStatus.Done })] };
}
