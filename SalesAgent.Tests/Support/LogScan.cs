using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SalesAgent.Bot.Sandbox.Samples;
using Serilog.Core;
using Serilog.Events;

namespace SalesAgent.Tests.Support;

/// <summary>
/// Reads everything one app logs, properties and exceptions included, for what must never stand there: any mail address, a name of the
/// samples, a text of theirs. Every journey runs with it.
/// </summary>
internal sealed partial class LogScan : ILogEventSink
{
    private static readonly string[] Personal = [.. PersonalTexts().Distinct()];

    private const int MostKept = 2000;

    private readonly ConcurrentQueue<string> found = [];
    private readonly ConcurrentQueue<string> texts = [];
    private int events;

    /// <summary>How many events there were.</summary>
    public int Events => events;

    public IReadOnlyCollection<string> Found => found;

    /// <summary>The newest events, with their properties and exceptions.</summary>
    public IReadOnlyCollection<string> Texts => texts;

    public void Emit(LogEvent logEvent)
    {
        Interlocked.Increment(ref events);
        var text =
            $"{logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)}\n{string.Join('\n', logEvent.Properties.Select(property => $"{property.Key}={property.Value}"))}\n{logEvent.Exception}";
        texts.Enqueue(text);
        if (texts.Count > MostKept)
            texts.TryDequeue(out _);
        if (IsPersonal(text))
            found.Enqueue(text);
    }

    public static bool IsPersonal(string text) =>
        Address().IsMatch(text) || Array.Exists(Personal, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> PersonalTexts()
    {
        var samples = SampleData.At(TimeProvider.System.GetUtcNow());
        foreach (var submission in samples.Submissions)
        {
            yield return submission.Who.Email;
            yield return $"{submission.Who.FirstName} {submission.Who.LastName}";
            if (submission.Message is { Length: > 8 } message)
                yield return message;
        }
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
