using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;

namespace SalesAgent.Core.Work.Ownership;

/// <summary>
/// The locked file of one instance. It says what the instance holds, one slot for each item, so that whoever finds it dead knows. Written
/// without waiting for the disk: it is to outlive the process, not the machine.
/// </summary>
internal sealed class InstanceFile : IDisposable
{
    /// <summary>More than any item takes; one that does not fit is not written down, and its lease has to lapse.</summary>
    private const int SlotBytes = 1024;

    private static readonly byte[] Empty = new byte[SlotBytes];

    private readonly FileStream stream;

    private InstanceFile(string path, FileStream stream) => (Path, this.stream) = (path, stream);

    public string Path { get; private set; }

    private SafeFileHandle Handle => stream.SafeFileHandle;

    /// <summary>Nobody finds it under its name before it is locked.</summary>
    public static InstanceFile Create(string folder, string id)
    {
        var path = System.IO.Path.Combine(folder, id);
        var isRenamed = !OperatingSystem.IsWindows();
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (isRenamed)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new InstanceFile(path, new FileStream(isRenamed ? path + ".new" : path, options));
        file.Clear(0);
        if (isRenamed)
            File.Move(path + ".new", path);
        return file;
    }

    /// <summary>Null while its process lives, and when there is no such file.</summary>
    public static InstanceFile? TryLock(string path)
    {
        try
        {
            return new InstanceFile(
                path,
                new FileStream(
                    path,
                    new FileStreamOptions
                    {
                        Mode = FileMode.Open,
                        Access = FileAccess.ReadWrite,
                        Share = FileShare.None,
                        BufferSize = 0,
                    }
                )
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(int slot, HeldItem item)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(item, HeldJson.Default.HeldItem);
        if (text.Length > SlotBytes)
            Clear(slot);
        else
            RandomAccess.Write(Handle, [text.AsMemory(), Empty.AsMemory(text.Length)], (long)slot * SlotBytes);
    }

    public void Clear(int slot) => RandomAccess.Write(Handle, Empty, (long)slot * SlotBytes);

    /// <summary>What was held when its process died. A slot that was being written at that moment is left out.</summary>
    public IReadOnlyList<HeldItem> Read()
    {
        var all = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(all);
        var held = new List<HeldItem>();
        foreach (var slot in all.Chunk(SlotBytes))
        {
            var text = slot.AsSpan().TrimEnd((byte)0);
            if (text.IsEmpty)
                continue;
            try
            {
                if (JsonSerializer.Deserialize(text, HeldJson.Default.HeldItem) is { Kind.Length: > 0, Subject.Length: > 0 } item)
                    held.Add(item);
            }
            catch (JsonException) { }
        }

        return held;
    }

    /// <summary>All of it was taken over: only that its instance is dead is left to say.</summary>
    public void Settle() => stream.SetLength(0);

    public void Dispose() => stream.Dispose();
}

/// <summary>An item in the hands of a process. Ids only, like the item itself.</summary>
/// <param name="Id">Null while it is on its way to the queue.</param>
/// <param name="Urgent">A person waits for it.</param>
/// <param name="Receipt">By which the queue lets it go; null like the id.</param>
/// <param name="Retry">See <see cref="WorkItem.Retry"/>.</param>
internal sealed record HeldItem(
    string? Id,
    string? Receipt,
    string Kind,
    string Subject,
    string? Argument,
    int Attempts,
    DateTimeOffset EnqueuedAt,
    bool Urgent,
    string? Retry = null
)
{
    [JsonIgnore]
    public WorkItem Item => new(Kind, Subject, Argument) { IsUrgent = Urgent, Retry = Retry };
}

[JsonSerializable(typeof(HeldItem))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class HeldJson : JsonSerializerContext;
