using System.Globalization;

namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>Moments as Google writes them. The offset is mandatory, and whole seconds are all that is kept.</summary>
internal static class Rfc3339
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    public static string Text(DateTimeOffset moment) => moment.ToUniversalTime().ToString(Formats[0], CultureInfo.InvariantCulture);

    public static bool TryRead(string? text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out moment
        );
}
