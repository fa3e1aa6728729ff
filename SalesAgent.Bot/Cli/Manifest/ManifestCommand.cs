using System.CommandLine;
using Serilog.Events;

namespace SalesAgent.Bot.Cli.Manifest;

/// <summary><c>manifest pack</c>: the Teams app package of this installation, checked before it is written.</summary>
internal static class ManifestCommand
{
    public static Command Create()
    {
        var file = new Option<FileInfo>("--out")
        {
            Description = "Where to",
            DefaultValueFactory = _ => new FileInfo("salesagent-teams.zip"),
        };
        var host = new Option<string?>("--host")
        {
            Description = "Public host name of the bot; without it, that of HubSpot:PublicBaseUri or Google:RedirectUri",
        };
        var schema = new Option<FileInfo?>("--schema")
        {
            Description =
                "Microsoft's schema as a file, for machines without internet; without it, it is fetched from where the manifest says",
        };
        var pack = new Command("pack", "Fills in ids and host, checks the manifest against Microsoft's schema, and zips it with its icons")
        {
            file,
            host,
            schema,
        };
        pack.SetAction(
            (parsed, cancellationToken) =>
                PackAsync(
                    parsed.GetValue(file)!,
                    parsed.GetValue(host),
                    parsed.GetValue(schema),
                    parsed.InvocationConfiguration,
                    cancellationToken
                )
        );
        return new Command("manifest", "The Teams app") { pack };
    }

    private static async Task<int> PackAsync(
        FileInfo file,
        string? host,
        FileInfo? schemaFile,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        // Only the configuration is wanted, and it need not be complete.
        await using var app = await CommandApp.BuildAsync(LogEventLevel.Fatal, cancellationToken);
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        if (!AppPackage.TryFill(configuration, host, out var package, out var problems))
            return await FailAsync(console, problems);

        switch (await ManifestSchema.ReadAsync(package.SchemaAddress, schemaFile, cancellationToken))
        {
            case null:
                await console.Error.WriteLineAsync(
                    "Microsoft's schema could not be fetched, so nothing was written: give it with --schema FILE."
                );
                return 1;
            case var schema when schema.ProblemsOf(package.Manifest) is { Count: > 0 } wrong:
                return await FailAsync(console, wrong);
        }

        package.WriteTo(file);
        await console.Output.WriteLineAsync(
            $"{file.FullName}: upload it in the Teams admin center, or in Teams under Apps, Manage your apps."
        );
        return 0;
    }

    private static async Task<int> FailAsync(InvocationConfiguration console, IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            await console.Error.WriteLineAsync(problem);
        return 1;
    }
}
