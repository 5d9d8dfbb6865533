using System.Buffers;

namespace Boternity.Skills.Wasm.Guests;

/// <summary>A call of <see cref="IScriptHost"/>.</summary>
public sealed record ScriptHostCall
{
    /// <summary>Gets the number of what is asked.</summary>
    public required int Operation { get; init; }

    /// <summary>Gets the request's bytes. They are good until the call is answered.</summary>
    public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>Gets the fuel that the run has left.</summary>
    public required long FuelLeft { get; init; }

    /// <summary>Gets the bytes that the run may still take of its memory limit.</summary>
    public required long MemoryBytesLeft { get; init; }
}

/// <summary>What <see cref="IScriptHost"/> answers.</summary>
public sealed record ScriptHostAnswer
{
    /// <summary>
    /// Gets the answer's bytes, in one piece or in several, so that nobody has to copy them together. They are charged
    /// to the run's memory until the guest has taken them.
    /// </summary>
    public required ReadOnlySequence<byte> Bytes { get; init; }

    /// <summary>Gets the fuel that the answer has cost beside its bytes; it is charged to the run.</summary>
    /// <value>0.</value>
    public long FuelConsumed { get; init; }

    /// <summary>
    /// Gets the most bytes that were held at once to find the answer, in other runs: they count in the run's peak.
    /// </summary>
    /// <value>0.</value>
    public long PeakMemoryBytes { get; init; }
}
