using System.Reflection;
using SalesAgent.Core;
using SalesAgent.Core.Connectors;

namespace SalesAgent.Tests.Journeys.Clocks;

/// <summary>What leaves the process and changes something, as the product's own spans name it, with the sandbox's name for it.</summary>
internal static class OutsideWrites
{
    /// <summary>While a lead is drafted.</summary>
    public static IReadOnlyDictionary<string, string> OfARun { get; } =
        new Dictionary<string, string>
        {
            ["hubspot: Creating a contact"] = "hubspot.contacts.create",
            ["gmail: Creating a draft"] = "gmail.drafts.create",
            ["hubspot: Creating a task"] = "hubspot.tasks.create",
            ["hubspot: Creating a note"] = "hubspot.notes.create",
            ["card.post"] = "teams.conversations.create",
            ["calendar: Holding a time"] = "calendar.events.insert",
        };

    /// <summary>While other times are brought in.</summary>
    public static IReadOnlyDictionary<string, string> OfAChange { get; } =
        new Dictionary<string, string> { ["gmail: Updating a draft"] = "gmail.drafts.update" };

    /// <summary>While a rejection is carried out.</summary>
    public static IReadOnlyDictionary<string, string> OfADecision { get; } =
        new Dictionary<string, string>
        {
            ["gmail: Deleting a draft"] = "gmail.drafts.delete",
            ["hubspot: Completing a task"] = "hubspot.tasks.update",
            ["decision.note"] = "hubspot.notes.create",
            ["card.update"] = "teams.activities.update",
            ["calendar: Removing a hold"] = "calendar.events.delete",
        };

    /// <summary>Not on the way of a lead: an operator's erasing, which may be repeated, and a person's sign-in, which may not.</summary>
    private static readonly string[] Elsewhere =
    [
        "hubspot: Deleting a task or note",
        "google: Exchanging the sign-in for access",
        "google: An unnamed call",
    ];

    /// <summary>The span of every call that writes and is not listed here.</summary>
    public static IEnumerable<string> Missing() =>
        typeof(CoreServices)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            )
            .Where(field => field.FieldType == typeof(OutsideCall))
            .Select(field => (OutsideCall)field.GetValue(null)!)
            .Where(call => !call.IsRead)
            .Select(call => call.SpanName)
            .Except([.. OfARun.Keys, .. OfAChange.Keys, .. OfADecision.Keys, .. Elsewhere]);
}
