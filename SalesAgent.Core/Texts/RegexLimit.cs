using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SalesAgent.Core.Texts;

/// <summary>
/// The time limit of every regular expression that names none, ours and the libraries'. Ours need a fraction of it for any text that
/// reaches them (RegexTests); it is there for the one that somebody adds and nobody tried.
/// </summary>
internal static class RegexLimit
{
    /// <summary>Longer than a busy machine takes for anything honest, shorter than a work item's lease.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Before the first expression is made: the runtime reads the limit once.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Generated expressions read the limit when they are first used, whoever that is.")]
    internal static void Set() => AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", Longest);
}
