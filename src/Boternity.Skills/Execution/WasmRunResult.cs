namespace Boternity.Skills.Execution;

/// <summary>What a run gave and what it cost.</summary>
public sealed record WasmRunResult
{
    /// <summary>
    /// Gets the exit code; 0 for success. A component of the world <c>skill-plugin</c> has 0 where <c>execute</c>
    /// answered <c>ok</c>, and 1 where it answered <c>err</c>.
    /// </summary>
    /// <value>0.</value>
    public int ExitCode { get; init; }

    /// <summary>
    /// Gets the text that <c>execute</c> of the world <c>skill-plugin</c> answered, in either case; null for a program
    /// whose answer is its standard output.
    /// </summary>
    /// <value>Null.</value>
    public string? Answer { get; init; }

    /// <summary>Gets what the program wrote to standard output.</summary>
    /// <value>Empty.</value>
    public ReadOnlyMemory<byte> StandardOutput { get; init; }

    /// <summary>
    /// Gets the last of what the program wrote to standard error; an engine keeps as much as it chooses.
    /// </summary>
    /// <value>Empty.</value>
    public ReadOnlyMemory<byte> StandardError { get; init; }

    /// <summary>
    /// Gets the limit that the program met and went on: it was refused memory. Null where it met none, or the engine
    /// does not tell.
    /// </summary>
    /// <value>Null.</value>
    public SkillLimitKind? LimitMet { get; init; }

    /// <summary>Gets the fuel that was used.</summary>
    public required long FuelConsumed { get; init; }

    /// <summary>
    /// Gets the most bytes that the run took at once: linear memories, tables, and what the host held for it.
    /// </summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>Compares everything that the results hold, byte for byte.</summary>
    public bool Equals(WasmRunResult? other) =>
        other is not null
        && (ExitCode, Answer, LimitMet, FuelConsumed, PeakMemoryBytes)
            == (other.ExitCode, other.Answer, other.LimitMet, other.FuelConsumed, other.PeakMemoryBytes)
        && StandardOutput.Span.SequenceEqual(other.StandardOutput.Span)
        && StandardError.Span.SequenceEqual(other.StandardError.Span);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(
            ExitCode, Answer, LimitMet, FuelConsumed, PeakMemoryBytes, StandardOutput.Length, StandardError.Length);

    /// <summary>Gives how the run ended and what it cost, without what the program wrote.</summary>
    public override string ToString() =>
        $"{nameof(WasmRunResult)} {{ exit code {ExitCode}, {FuelConsumed} fuel, {PeakMemoryBytes} bytes }}";
}
