using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Review;

/// <summary>What becomes of a draft that nobody decides on; section <c>Review</c>.</summary>
public sealed class ReviewOptions
{
    public const string Section = "Review";

    /// <summary>A card that waits so long is brought to mind once, in working hours; 0: never. Default 48.</summary>
    [Range(0, 8760)]
    public int RemindAfterHours { get; set; } = 48;

    /// <summary>A card that waits so long, or whose offered times have all passed, is closed; 0: never. Default 72.</summary>
    [Range(0, 8760)]
    public int ExpireAfterHours { get; set; } = 72;

    /// <summary>
    /// Nobody is drafted to again within so many days of a decision on a draft to them, unless a rep asks for it; 0: at once. Default 30.
    /// </summary>
    [Range(0, 3650)]
    public int CooldownDays { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class ValidateReview : IValidateOptions<ReviewOptions>;
