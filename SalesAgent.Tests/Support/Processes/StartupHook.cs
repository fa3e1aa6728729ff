using System.Diagnostics;
using SalesAgent.Tests.Support.Processes;

/// <summary>
/// What the runtime runs before <c>Main</c> of the bot when <c>DOTNET_STARTUP_HOOKS</c> names this assembly; it looks for the name without
/// a namespace. Listens to the bot's own spans and ends the process at the moment it was told, as a power cut would.
/// </summary>
internal static class StartupHook
{
    private static int passed;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(KillPoint.Variable) is not { Length: > 0 } text)
            return;

        var point = KillPoint.Parse(text);
        ActivitySource.AddActivityListener(
            new ActivityListener
            {
                // The name and not the field: this must not load the product before its Main does.
                ShouldListenTo = source => source.Name == "SalesAgent",
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStarted = span => Pass(point, Moment.Before, span),
                ActivityStopped = span => Pass(point, Moment.After, span),
            }
        );
    }

    private static void Pass(KillPoint point, Moment moment, Activity span)
    {
        if (point.Moment != moment || !point.Names(span) || Interlocked.Increment(ref passed) != point.Nth)
            return;

        // The words first, so that nobody takes another end for this one.
        Console.Error.WriteLine(KillPoint.LastWords(point));
        Console.Error.Flush();
        using var self = Process.GetCurrentProcess();
        self.Kill();
        new ManualResetEventSlim().Wait();
    }
}
