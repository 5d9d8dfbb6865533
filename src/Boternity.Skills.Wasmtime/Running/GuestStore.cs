using System.Runtime.InteropServices;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasmtime.Memory;
using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>A store of Wasmtime: the state of one run, on one thread at a time.</summary>
internal sealed unsafe class GuestStore : IDisposable
{
    // What tables may take of a run's memory limit to grow, where a program grows tables.
    private const int TableShare = 4;

    private readonly EngineHandle _engine;
    private nint _store;

    /// <summary>Makes a store, and charges what the program begins with to its guest.</summary>
    /// <exception cref="WasmLinkException">The guest's memory limit does not allow it.</exception>
    public GuestStore(EngineHandle engine, WasmtimeGuest guest, SkillLimits limits, ProgramCharges charges)
    {
        _engine = engine;
        Limits = limits;
        Guest = guest;
        Charges = charges;
        long elements = Charge(guest);
        bool added = false;
        engine.DangerousAddRef(ref added);
        _store = EngineMethods.StoreNew(engine.Pointer, 0, 0);
        Context = guest.Context = EngineMethods.StoreContext(_store);
        EngineMethods.StoreLimiter(
            _store, -1, elements, charges.Instances + 1, charges.Tables + 1, charges.Memories + 1);
        EngineMethods.StoreEpochDeadlineCallback(_store, &OnEpoch, 0, 0);
        EngineMethods.ContextSetEpochDeadline(Context, 1);
        NativeError.ThrowIfAny(EngineMethods.ContextSetFuel(Context, (ulong)limits.MaxFuel));
    }

    ~GuestStore() => Release();

    /// <summary>Whoever runs in the store.</summary>
    public WasmtimeGuest Guest { get; private set; }

    public ProgramCharges Charges { get; }

    /// <summary>Gets or sets what was begun in the store for a guest to come; null for nothing.</summary>
    public object? Begun { get; set; }

    /// <summary>The store as most functions of Wasmtime want it.</summary>
    public nint Context { get; }

    /// <summary>The fuel that was used since the guest began.</summary>
    public long FuelConsumed
    {
        get
        {
            ulong left;
            NativeError.ThrowIfAny(EngineMethods.ContextGetFuel(Context, &left));
            return Limits.MaxFuel - (long)Math.Min(left, (ulong)Limits.MaxFuel);
        }
    }

    /// <summary>The limits of the guest.</summary>
    public SkillLimits Limits { get; private set; }

    /// <summary>Does something of the guest's on this thread: its memories and calls are the guest's.</summary>
    public T Run<T>(Func<T> work)
    {
        IMemoryOwner? before = MemoryCreator.Owner;
        MemoryCreator.Owner = Guest;
        try
        {
            return work();
        }
        finally
        {
            MemoryCreator.Owner = before;
        }
    }

    /// <summary>Gives the store to another guest: fuel, memory and time begin anew.</summary>
    /// <exception cref="WasmLinkException">The guest's memory limit does not allow what is there.</exception>
    public void HandOver(WasmtimeGuest guest, SkillLimits limits)
    {
        WasmtimeGuest before = Guest;
        Guest = guest;
        Limits = limits;
        Charge(guest);
        guest.TakeOver(before);
        guest.Context = Context;
        before.Budget.ReturnShared();
        NativeError.ThrowIfAny(EngineMethods.ContextSetFuel(Context, (ulong)limits.MaxFuel));
        EngineMethods.ContextSetEpochDeadline(Context, 1);
    }

    /// <summary>Throws where a call of Wasmtime's gave an error or a trap.</summary>
    public void ThrowIfFailed(nint error, nint trap = 0)
    {
        if (error == 0 && trap == 0)
        {
            return;
        }

        NativeError native = trap == 0 ? NativeError.Take(error) : NativeError.TakeTrap(trap);
        Guest.ThrowPending(native.Frames);
        if (Guest.WasRefusedMemory)
        {
            throw Guest.TooLarge(0);
        }

        WasmTrapException read = TrapTexts.Read(native.Message);
        read.Append(native.Frames);
        throw read;
    }

    public void Dispose()
    {
        // Destructors of resources that are left run now: they find their guest.
        Run(() =>
        {
            Release();
            return 0;
        });
        Guest.Budget.ReturnShared();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_store != 0)
        {
            EngineMethods.StoreDelete(_store);
            _store = 0;
            _engine.DangerousRelease();
        }
    }

    private long Charge(WasmtimeGuest guest)
    {
        long elements = Charges.ElementsWithin(Limits.MaxMemoryBytes / TableShare);
        long tables = Charges.TableBytesWithin(elements);
        if (!guest.Budget.TryReserve(tables))
        {
            throw guest.TooLarge(tables);
        }

        return guest.Budget.TryReserveHost(Charges.InstancesBytes)
            ? elements
            : throw guest.TooLarge(Charges.InstancesBytes);
    }

    [UnmanagedCallersOnly]
    private static nint OnEpoch(nint context, nint data, ulong* delta, byte* kind)
    {
        *delta = 1;
        *kind = 0;
        WasmtimeGuest guest = WasmtimeGuest.Current;
        try
        {
            guest.CheckInterrupt();
            return 0;
        }
        catch (WasmTrapException exception)
        {
            guest.Fail(exception);
            return NativeError.Create("the guest's time is over\0"u8);
        }
    }
}
