namespace Boternity.Skills.Wasm.Guests;

/// <summary>Where a guest writes to.</summary>
public enum GuestOutputKind
{
    /// <summary>Standard output.</summary>
    Output,

    /// <summary>Standard error.</summary>
    Error,
}

/// <summary>
/// Takes what a guest writes, as it is written, on the guest's thread. The bytes are good until it returns; what it
/// throws ends the run.
/// </summary>
/// <param name="stream">Where the guest writes to.</param>
/// <param name="bytes">What it writes.</param>
public delegate void GuestOutputHandler(GuestOutputKind stream, ReadOnlySpan<byte> bytes);
