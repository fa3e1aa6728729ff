extern alias sandbox;

using System.CommandLine;
using sandbox::SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Bot.Cli;

/// <summary><c>seed export FILE</c>: the sample data as JSON.</summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where to write it; an existing file is replaced" };
        var export = new Command("export", "Write the sample data as one JSON document") { file };
        export.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = parsed.GetRequiredValue(file);
                await File.WriteAllTextAsync(
                    target.FullName,
                    SampleData.At(TimeProvider.System.GetUtcNow()).ExportJson(),
                    cancellationToken
                );
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"Sample data written to {target.FullName}.");
                return 0;
            }
        );
        return new Command("seed", "The sample data of the sandbox") { export };
    }
}
