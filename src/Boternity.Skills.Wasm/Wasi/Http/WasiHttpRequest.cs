namespace Boternity.Skills.Wasm.Wasi;

/// <summary>A request as the guest wants it.</summary>
internal sealed record WasiHttpRequest
{
    /// <summary>In upper case where it is a known one.</summary>
    public required string Method { get; init; }

    /// <summary>The whole URL, unchecked.</summary>
    public required string Url { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Null where the guest took no body to write.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The least of the timeouts that the guest set; null for none.</summary>
    public TimeSpan? Timeout { get; init; }
}
