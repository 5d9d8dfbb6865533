using System.Runtime.InteropServices;
using Boternity.Skills.Wasmtime.Memory;
using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>
/// An engine of Wasmtime with the one configuration that this package uses. Programs and stores hold it as long as they
/// live.
/// </summary>
internal sealed class EngineHandle : SafeHandle
{
    private readonly MemoryCreator _memories;
    private readonly Lock _lock = new();
    private bool _isGone;

    private EngineHandle(MemoryCreator memories)
        : base(0, ownsHandle: true) => _memories = memories;

    public override bool IsInvalid => handle == 0;

    public nint Pointer => handle;

    /// <summary>Where the linear memories of guests come from.</summary>
    public MemoryCreator Memories => _memories;

    /// <summary>Makes an engine.</summary>
    /// <param name="maxStackBytes">The stack of a guest.</param>
    /// <param name="maxPooledMemories">How many address spaces wait for their next guest.</param>
    /// <param name="maxPooledBytes">What they may hold of the host's memory, all together.</param>
    public static EngineHandle Create(int maxStackBytes, int maxPooledMemories, long maxPooledBytes)
    {
        nint config = EngineMethods.ConfigNew();
        ConfigMethods.ConsumeFuel(config, 1);
        ConfigMethods.EpochInterruption(config, 1);
        ConfigMethods.MaxWasmStack(config, (nuint)maxStackBytes);

        // It serves debuggers of native code alone, but on Windows, which cannot do without.
        ConfigMethods.NativeUnwindInfo(config, OperatingSystem.IsWindows() ? (byte)1 : (byte)0);

        // A NaN's bits are the same on every processor, as in the managed engine.
        ConfigMethods.CraneliftNanCanonicalization(config, 1);
        ConfigureFeatures(config);

        // Images that are mapped copy-on-write and memories of the host's do not go together.
        ConfigMethods.MemoryInitCow(config, 0);
        ConfigMethods.MemoryMayMove(config, 0);
        ConfigMethods.MemoryReservation(config, MemoryCreator.ReservedBytes);
        ConfigMethods.MemoryGuardSize(config, MemoryCreator.GuardBytes);
        var memories = new MemoryCreator(maxPooledMemories, maxPooledBytes);
        memories.AddTo(config);
        var engine = new EngineHandle(memories);
        engine.SetHandle(EngineMethods.EngineNew(config));
        return engine;
    }

    /// <summary>
    /// Has all guests that run look at their time and their token, also those that go on after the engine was disposed
    /// of.
    /// </summary>
    public void IncrementEpoch()
    {
        lock (_lock)
        {
            if (!_isGone)
            {
                EngineMethods.EngineIncrementEpoch(handle);
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        lock (_lock)
        {
            _isGone = true;
        }

        EngineMethods.EngineDelete(handle);
        _memories.Dispose();
        return true;
    }

    // What the library's decoder lets through, and nothing else.
    private static void ConfigureFeatures(nint config)
    {
        ConfigMethods.WasmGc(config, 0);
        ConfigMethods.WasmFunctionReferences(config, 0);
        ConfigMethods.WasmExceptions(config, 0);
        ConfigMethods.WasmThreads(config, 0);
        ConfigMethods.SharedMemory(config, 0);
        ConfigMethods.WasmRelaxedSimd(config, 0);
        ConfigMethods.WasmMemory64(config, 0);
        ConfigMethods.WasmWideArithmetic(config, 0);
        ConfigMethods.WasmCustomPageSizes(config, 0);
        ConfigMethods.WasmStackSwitching(config, 0);
        ConfigMethods.WasmReferenceTypes(config, 1);
        ConfigMethods.WasmBulkMemory(config, 1);
        ConfigMethods.WasmMultiValue(config, 1);
        ConfigMethods.WasmMultiMemory(config, 1);
        ConfigMethods.WasmSimd(config, 1);
        ConfigMethods.WasmTailCall(config, 1);
        ConfigMethods.WasmComponentModel(config, 1);
        ConfigMethods.WasmComponentModelAsync(config, 0);

        // With it, a function that borrows a pollable finds no call that lends it.
        ConfigMethods.ConcurrencySupport(config, 0);
    }
}
