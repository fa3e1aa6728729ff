using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Audit;

/// <summary>Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Whether entries are written. Refused when false outside Development. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long a finished lead is kept after its last change, with all its records, in days. 0: for ever. Default 365.</summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; } = 365;
}

[OptionsValidator]
internal sealed partial class AuditOptionsValidator : IValidateOptions<AuditOptions>;
