using System.Collections.Immutable;
using System.IO.Enumeration;

namespace SalesAgent.Bot.Sandbox.Faults;

/// <summary>
/// Which operations fail, how, and how often. A target is an operation's name (<c>gmail.drafts.create</c>), a name
/// with stars (<c>hubspot.*</c>), or a route with stars (<c>POST /hubspot/crm/objects/2026-09/tasks</c>).
/// </summary>
internal sealed class SandboxFaults
{
    private readonly Lock gate = new();
    private ImmutableArray<Rule> rules = [];

    /// <summary>What is set now, with the number of times left (null = for ever).</summary>
    public IReadOnlyList<(string Target, Fault Fault, int? Left)> Current =>
        [.. Rules().Where(rule => rule.Left != 0).Select(rule => (rule.Target, rule.Fault, rule.Left < 0 ? (int?)null : rule.Left))];

    /// <summary>Sets the fault of a target and forgets any other one it had.</summary>
    /// <param name="times">How many requests it hits, at least 1; null = every one.</param>
    public void Set(string target, Fault fault, int? times = null)
    {
        lock (gate)
            rules = [.. rules.Where(rule => rule.Target != target), New(target, fault, times)];
    }

    /// <summary>Queues a fault behind those the target already has: first 500, then a time-out.</summary>
    public void Then(string target, Fault fault, int? times = null)
    {
        lock (gate)
            rules = [.. rules.Where(rule => rule.Left != 0), New(target, fault, times)];
    }

    public void Clear(string target)
    {
        lock (gate)
            rules = [.. rules.Where(rule => rule.Target != target)];
    }

    public void Clear()
    {
        lock (gate)
            rules = [];
    }

    /// <summary>The fault that hits this request, or null; a limited one is used up by it.</summary>
    public Fault? Next(string operation, string method, string path)
    {
        foreach (var rule in Rules())
        {
            if (rule.Matches(operation, method, path) && rule.TakeOne())
                return rule.Fault;
        }

        return null;
    }

    private ImmutableArray<Rule> Rules()
    {
        lock (gate)
            return rules;
    }

    private static Rule New(string target, Fault fault, int? times)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        if (times is < 1)
            throw new ArgumentOutOfRangeException(nameof(times), times, "A fault hits at least one request.");
        return new Rule(target, fault, times ?? -1);
    }

    private sealed class Rule(string target, Fault fault, int times)
    {
        private int left = times;

        public string Target => target;

        public Fault Fault => fault;

        public int Left => Volatile.Read(ref left);

        public bool Matches(string operation, string method, string path) =>
            target.Contains('/', StringComparison.Ordinal)
                ? FileSystemName.MatchesSimpleExpression(target, target[0] == '/' ? path : $"{method} {path}")
            : target.Contains('*', StringComparison.Ordinal) ? FileSystemName.MatchesSimpleExpression(target, operation)
            : target == operation;

        public bool TakeOne()
        {
            while (true)
            {
                var now = Volatile.Read(ref left);
                if (now < 0)
                    return true;
                if (now == 0)
                    return false;
                if (Interlocked.CompareExchange(ref left, now - 1, now) == now)
                    return true;
            }
        }
    }
}
