using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Bench;

/// <summary>What a measurement found, and on what.</summary>
/// <param name="Rate">What <see cref="BenchColumn.PerSecond"/> counts.</param>
/// <param name="Time">What <see cref="BenchColumn.Milliseconds"/> is the time of.</param>
/// <param name="Setup">What ran where.</param>
/// <param name="Columns">One for each size of the history.</param>
internal sealed record BenchReport(
    string Command,
    string Rate,
    string Time,
    string Setup,
    BenchMachine Machine,
    BenchOptions Options,
    IReadOnlyList<BenchColumn> Columns
);

/// <param name="MemoryMegabytes">What a process may have here.</param>
/// <param name="FileSystem">Of the storage file: on <c>tmpfs</c> a flush costs nothing.</param>
/// <param name="Build"><c>Release</c> or <c>Debug</c>.</param>
/// <param name="LoadBefore">Processes that wanted to run in the minute before; well over 0, others had the machine too. Null where it is
/// not told.</param>
internal sealed record BenchMachine(
    string System,
    string Runtime,
    int Cores,
    long MemoryMegabytes,
    string FileSystem,
    string Build,
    double? LoadBefore
)
{
    private const string Load = "/proc/loadavg";

    public static BenchMachine At(DirectoryInfo folder) =>
        new(
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
            new DriveInfo(folder.FullName).DriveFormat,
            typeof(BenchMachine).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "unknown",
            File.Exists(Load) ? double.Parse(File.ReadAllText(Load).Split(' ')[0], CultureInfo.InvariantCulture) : null
        );
}

[JsonSerializable(typeof(BenchReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class BenchJson : JsonSerializerContext;
