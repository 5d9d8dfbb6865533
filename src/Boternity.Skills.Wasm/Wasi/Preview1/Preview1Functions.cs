using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>
/// <c>wasi_snapshot_preview1</c>, for core modules, over what 0.2 is built on. Each function gives an
/// <see cref="Errno"/>, save <c>proc_exit</c>, which gives nothing.
/// </summary>
internal static class Preview1Functions
{
    public const string Module = "wasi_snapshot_preview1";

    private const int CallFuel = 100;

    private static readonly GuestState<Preview1Files> Files = new(static guest => new Preview1Files(guest));

    public static IReadOnlyList<Preview1Function> All { get; } =
    [
        .. Preview1Program.Functions,
        .. Preview1Clocks.Functions,
        .. Preview1Descriptors.Functions,
        .. Preview1Transfers.Functions,
        .. Preview1Paths.Functions,
        .. Preview1Sockets.Functions,
    ];

    /// <summary>Calls a function on behalf of a guest.</summary>
    /// <param name="function">The function.</param>
    /// <param name="guest">The run that calls.</param>
    /// <param name="memory">
    /// The memory that the calling module exports as <c>memory</c>; null where it exports none.
    /// </param>
    /// <param name="arguments">The arguments, each in 64 bits.</param>
    /// <returns>The errno; of no meaning where the function has no result.</returns>
    /// <exception cref="WasmTrapException">
    /// A pointer does not fit, there is no fuel or time left, or there is no memory.
    /// </exception>
    /// <exception cref="GuestExitException">The program ended itself.</exception>
    public static Errno Call(Preview1Function function, Guest guest, GuestMemory? memory, ReadOnlySpan<ulong> arguments)
    {
        guest.ConsumeFuel(CallFuel);
        guest.CheckInterrupt();
        if (memory is null)
        {
            throw new WasmTrapException(TrapCode.Host, $"{function.Name}: the program exports no memory");
        }

        Preview1Files files = Files.Of(guest);
        if (function.Requires != 0
            && files.TryGet((uint)arguments[0], out Preview1File? file)
            && !file.Allows(function.Requires))
        {
            return Errno.NotCapable;
        }

        try
        {
            return function.Operation(new Preview1Call(guest, memory, files, arguments));
        }
        catch (GuestFileException exception)
        {
            return Errnos.From(exception.Error);
        }
    }

    /// <summary>Closes what a guest left open. To be called when its run is over.</summary>
    public static void CloseFiles(Guest guest) => Files.Find(guest)?.CloseAll();
}
