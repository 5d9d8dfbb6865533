namespace Boternity.Skills.Wasm.Guests;

/// <summary>An answer to a guest's request. Dispose of it when the body was read, or is not wanted.</summary>
public interface IGuestHttpResponse : IDisposable
{
    /// <summary>Gets the status code.</summary>
    int Status { get; }

    /// <summary>Gets the headers, one entry a value, with names in lower case.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Reads the next bytes of the body, within the time of the exchange.</summary>
    /// <returns>How many were read; 0 at the end.</returns>
    /// <exception cref="GuestHttpException">The body is too large, the connection broke, or the time is up.</exception>
    /// <exception cref="OperationCanceledException">The run ended.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer);
}
