using System.Globalization;

namespace SalesAgent.Tests.Support.Processes;

/// <summary>
/// The clock of the wall as one other process sees it, which can be turned while that process runs. libfaketime stands between the process
/// and the system and reads an offset from a file; what passes (the monotonic clock) it leaves alone.
/// </summary>
internal sealed class ProcessClock : IDisposable
{
    private readonly FileInfo offset = new(Path.GetTempFileName());

    public ProcessClock() => Turn(TimeSpan.Zero);

    /// <summary>What the process has to be started with.</summary>
    public IEnumerable<(string Name, string Value)> Environment =>
        [
            ("LD_PRELOAD", Peers.FaketimePath!),
            ("FAKETIME_TIMESTAMP_FILE", offset.FullName),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];

    /// <summary>From now on it shows so much more than the right time.</summary>
    public void Turn(TimeSpan ahead)
    {
        // Whoever reads meanwhile sees the one or the other, never half a file.
        var next = $"{offset.FullName}.next";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0}\n"));
        File.Move(next, offset.FullName, overwrite: true);
    }

    public void Dispose() => offset.Delete();
}
