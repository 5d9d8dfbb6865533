using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Execution;

/// <summary>What a binary may use, and how long loading it may take.</summary>
public sealed record WasmLoadOptions
{
    /// <summary>Gets a value indicating whether vector instructions are allowed.</summary>
    /// <value>true.</value>
    public bool AllowSimd { get; init; } = true;

    /// <summary>
    /// Gets the SHA-256 of the binary, as lower-case hexadecimal, where it is known: an engine can keep by it what it
    /// learns of a program.
    /// </summary>
    /// <value>Null: nothing is kept.</value>
    public string? Sha256 { get; init; }

    /// <summary>Gets how long decoding and validating may take.</summary>
    /// <value>10 seconds. A binary of 12 MB takes a tenth of a second.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets the memory that all programs and runs of a host share. An engine takes from it what the program holds, the
    /// code that it makes included, before it is there, and gives all back when the program is disposed. Where there is
    /// none left, it does without machine code, and ends a run that cannot go on without it.
    /// </summary>
    /// <value>Null: nothing bounds programs together.</value>
    public GuestMemoryBudget? SharedMemory { get; init; }
}
