using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Boternity.Skills.Registries.Web;

/// <summary>What an answer says of rate limits ("Rate limits for the REST API" in GitHub's documentation).</summary>
internal static class HttpRateLimit
{
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
            && long.TryParse(
                First(response, "x-ratelimit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
    }

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
