namespace Boternity.Skills.Registries.Web;

/// <summary>A request failed for a reason that may pass. Never leaves the client.</summary>
internal sealed class TransientHttpException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Gets how long the server wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets a value indicating whether it was a rate limit.</summary>
    public bool IsRateLimit { get; init; }

    /// <summary>Gets a value indicating whether an answer came, but could not be understood.</summary>
    public bool IsInvalidAnswer { get; init; }
}
