using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Boternity.Skills.Registries.Web;

/// <summary>What an answer says of rate limits ("Rate limits for the REST API" in GitHub's documentation).</summary>
internal static class HttpRateLimit
{
    // Some servers send how many seconds are left in place of the time since 1970, of which 2001 had this many.
    private const long OldestTime = 1_000_000_000;

    /// <summary>
    /// Whether the answer refuses for a rate limit, primary or secondary, and not for want of a right.
    /// </summary>
    public static bool IsHit(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests
        || (response.StatusCode == HttpStatusCode.Forbidden
            && (response.Headers.RetryAfter is not null || First(response, "x-ratelimit-remaining") == "0"));

    /// <summary>When requests will be answered again; null where the answer does not say.</summary>
    public static DateTimeOffset? ResetAt(HttpResponseMessage response, DateTimeOffset now)
    {
        RetryConditionHeaderValue? after = response.Headers.RetryAfter;
        if (after?.Delta is { } delta)
        {
            return now + delta;
        }

        if (after?.Date is { } date)
        {
            return date;
        }

        return First(response, "x-ratelimit-remaining") == "0"
            && TryGetSeconds(response, "x-ratelimit-reset", out long seconds)
                ? seconds < OldestTime ? now.AddSeconds(seconds) : DateTimeOffset.FromUnixTimeSeconds(seconds)
            : response.StatusCode == HttpStatusCode.TooManyRequests
                && TryGetSeconds(response, "ratelimit-reset", out long wait)
                && wait < OldestTime ? now.AddSeconds(wait)
            : null;
    }

    private static bool TryGetSeconds(HttpResponseMessage response, string header, out long seconds) =>
        long.TryParse(First(response, header), NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
