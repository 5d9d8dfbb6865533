namespace Boternity.Skills.Wasm.Guests;

/// <summary>Sends a guest's HTTP requests, where the host's policy allows them.</summary>
public interface IGuestHttp
{
    /// <summary>Gets the most bytes that a request's body may have.</summary>
    int MaxRequestBytes { get; }

    /// <summary>Sends a request, and returns the answer when its headers are there.</summary>
    /// <exception cref="GuestHttpException">
    /// It came to no answer; <see cref="GuestHttpError.Denied"/> where it was not granted.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<IGuestHttpResponse> SendAsync(GuestHttpRequest request, CancellationToken cancellationToken = default);
}
