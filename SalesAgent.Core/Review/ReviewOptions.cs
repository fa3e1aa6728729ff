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
}

[OptionsValidator]
internal sealed partial class ValidateReview : IValidateOptions<ReviewOptions>;
