using Google.Apis.Util;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>Our clock, for Google's library.</summary>
internal sealed class GoogleClock(TimeProvider time) : IClock
{
    public DateTime Now => time.GetLocalNow().DateTime;

    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;
}
