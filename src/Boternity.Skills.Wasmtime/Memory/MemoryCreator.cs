using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>
/// Gives Wasmtime the linear memories of guests. The run that a memory is for is the one on the thread that asks:
/// Wasmtime makes memories while a guest is instantiated, on its thread.
/// </summary>
internal sealed unsafe class MemoryCreator : IDisposable
{
    /// <summary>
    /// The address space of each memory: all that a 32-bit address reaches, so that compiled code needs no comparison.
    /// </summary>
    public const ulong ReservedBytes = 1UL << 32;

    /// <summary>What lies behind it, never usable: an instruction adds a constant to an address.</summary>
    public const ulong GuardBytes = 32UL << 20;

    [ThreadStatic]
    private static IMemoryOwner? _owner;

    private readonly AddressSpacePool _pool;

    /// <param name="maxKept">How many address spaces wait for their next use.</param>
    /// <param name="maxResidentBytes">What they may hold of the host's memory, all together.</param>
    public MemoryCreator(int maxKept, long maxResidentBytes) =>
        _pool = new AddressSpacePool(ReservedBytes + GuardBytes, maxKept, maxResidentBytes);

    /// <summary>Whether Wasmtime let go of the engine, and of all that was made with it; for tests.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>The address spaces that are kept.</summary>
    public AddressSpacePool Pool => _pool;

    /// <summary>Gets or sets whose memories are made on this thread.</summary>
    public static IMemoryOwner? Owner
    {
        get => _owner;
        set => _owner = value;
    }

    /// <summary>
    /// Sets it as the creator of an engine's memories. It lives as long as the engine and all that is made with it.
    /// </summary>
    public void AddTo(nint config)
    {
        var creator = new NativeMemoryCreator
        {
            Env = GCHandle.ToIntPtr(GCHandle.Alloc(this)),
            NewMemory = &Create,
            Finalizer = &ReleaseCreator,
        };
        ConfigMethods.HostMemoryCreator(config, &creator);
    }

    public void Dispose() => _pool.Dispose();

    [UnmanagedCallersOnly]
    private static void ReleaseCreator(nint env)
    {
        GCHandle handle = GCHandle.FromIntPtr(env);
        ((MemoryCreator)handle.Target!).IsReleased = true;
        handle.Free();
    }

    [UnmanagedCallersOnly]
    private static nint Create(
        nint env,
        nint type,
        nuint minimum,
        nuint maximum,
        nuint reserved,
        nuint guard,
        NativeLinearMemory* memory)
    {
        var creator = (MemoryCreator)GCHandle.FromIntPtr(env).Target!;
        if (Owner is not { } owner)
        {
            return NativeError.Create("no guest runs on this thread\0"u8);
        }

        if (reserved > ReservedBytes || guard > GuardBytes)
        {
            return NativeError.Create("the memory's address space is larger than was agreed on\0"u8);
        }

        LinearMemory? created = LinearMemory.TryCreate(
            creator._pool,
            owner.Budget,
            minimum,
            (nuint)Math.Min(maximum, ReservedBytes),
            owner.Image,
            out bool isRefusedBySystem);
        if (created is null)
        {
            if (isRefusedBySystem)
            {
                owner.Fail(new WasmtimeFailureException(
                    $"the system does not give {ReservedBytes + GuardBytes} bytes of address space for a linear memory "
                        + "(a limit of the process, such as ulimit -v, or too many runs at once)"));
            }

            owner.WasRefusedMemory = !isRefusedBySystem;
            return NativeError.Create("the memory limit does not allow the memory\0"u8);
        }

        owner.Add(created);
        memory->Env = GCHandle.ToIntPtr(GCHandle.Alloc(created));
        memory->GetMemory = &Get;
        memory->GrowMemory = &Grow;
        memory->Finalizer = &Release;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static byte* Get(nint env, nuint* length, nuint* capacity)
    {
        LinearMemory memory = Of(env);
        *length = memory.Length;
        *capacity = memory.Capacity;
        return memory.Start;
    }

    [UnmanagedCallersOnly]
    private static nint Grow(nint env, nuint length) => Of(env).TryGrow(length)
        ? 0
        : NativeError.Create("the memory limit does not allow the memory to grow\0"u8);

    [UnmanagedCallersOnly]
    private static void Release(nint env)
    {
        GCHandle handle = GCHandle.FromIntPtr(env);
        ((LinearMemory)handle.Target!).Release();
        handle.Free();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static LinearMemory Of(nint env) => (LinearMemory)GCHandle.FromIntPtr(env).Target!;
}

/// <summary>Whoever memories are made for.</summary>
internal interface IMemoryOwner
{
    /// <summary>The limit that they are charged to.</summary>
    Wasm.Runtime.MemoryBudget Budget { get; }

    /// <summary>What its memory, of which there is one, begins with; null for zeros.</summary>
    GuestMemoryImage? Image { get; }

    /// <summary>Gets or sets whether the limit did not allow the initial size of one.</summary>
    bool WasRefusedMemory { get; set; }

    /// <summary>Is told what is thrown where the guest was called.</summary>
    void Fail(Exception exception);

    /// <summary>Is told of each, in the order in which they are made.</summary>
    void Add(LinearMemory memory);
}
