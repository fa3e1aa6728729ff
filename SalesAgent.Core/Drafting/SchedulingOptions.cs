using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Drafting;

/// <summary>Which times are offered; section <c>Scheduling</c>.</summary>
public sealed class SchedulingOptions
{
    public const string Section = "Scheduling";

    /// <summary>Length of a meeting, minutes. Default 30.</summary>
    [Range(15, 240)]
    public int SlotMinutes { get; set; } = 30;

    /// <summary>How many times a draft offers. Default 3.</summary>
    [Range(1, 5)]
    public int Slots { get; set; } = 3;

    /// <summary>How far ahead, in days on which the rep works, today included. Default 5.</summary>
    [Range(1, 15)]
    public int HorizonBusinessDays { get; set; } = 5;

    /// <summary>Nothing is offered sooner than this. Default 4.</summary>
    [Range(0, 168)]
    public int MinimumNoticeHours { get; set; } = 4;

    /// <summary>Kept free before and after every busy time, minutes. Default 10.</summary>
    [Range(0, 120)]
    public int BufferMinutes { get; set; } = 10;

    /// <summary>Times read longer ago are read again before a draft with them is written, seconds. Default 15; 0 for always.</summary>
    [Range(0, 600)]
    public int RecheckAfterSeconds { get; set; } = 15;

    /// <summary>For reps without their own, such as <c>Mon-Fri 09:00-17:00</c> (the default).</summary>
    public string WorkingHours { get; set; } = "Mon-Fri 09:00-17:00";
}

[OptionsValidator]
internal sealed partial class ValidateScheduling : IValidateOptions<SchedulingOptions>;
