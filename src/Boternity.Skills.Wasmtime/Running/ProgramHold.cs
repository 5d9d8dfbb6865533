using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>
/// What a program holds of the host's memory as long as it is loaded, taken from what all share before it is there.
/// Wasmtime does not say how much machine code is, so it is estimated by the size of the binary.
/// </summary>
internal sealed class ProgramHold : IDisposable
{
    // Machine code with its tables, for each byte of a binary.
    private const int BytesPerByte = 4;

    private readonly GuestMemoryBudget? _shared;
    private int _returned;

    private ProgramHold(GuestMemoryBudget? shared, long bytes)
    {
        _shared = shared;
        Bytes = bytes;
    }

    public long Bytes { get; }

    /// <summary>Takes what a program of a size will hold.</summary>
    /// <exception cref="SkillLimitExceededException">There is not that much left.</exception>
    public static ProgramHold Take(GuestMemoryBudget? shared, int binaryBytes)
    {
        long bytes = (long)binaryBytes * BytesPerByte;
        return shared is null || shared.TryTake(bytes)
            ? new ProgramHold(shared, bytes)
            : throw new SkillLimitExceededException(
                SkillLimitKind.TotalMemory,
                shared.MaxBytes,
                $"The program and all that is loaded need more than {shared.MaxBytes} bytes.");
    }

    /// <summary>Gives all back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            _shared?.Return(Bytes);
        }
    }
}
