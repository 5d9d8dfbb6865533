using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>One run of the loop: where the guest stands when the loop is left for a slower method, and what belongs to
/// the current instance.</summary>
internal unsafe struct Activation
{
    /// <summary>How much fuel is handed out at once. Between two slices the clock and the token are looked
    /// at.</summary>
    public const int Slice = 20_000;

    public readonly Store Store;
    public Instance Instance;

    /// <summary>Per own function the address of its code.</summary>
    public byte* Entries;
    public ulong** Globals;
    public byte* StackLimit;
    public Instr* Pc;
    public byte* Fp;

    /// <summary>What is left of the slice of fuel that was handed out; negative once it is used up.</summary>
    public int Fuel;

    /// <summary>The function that an indirect call found outside of the instance.</summary>
    public Function? Pending;

    /// <summary>Whether this run stays in the interpreter, whatever is compiled.</summary>
    public bool IsInterpretedOnly;

    private Memory? _memory;

    public Activation(Instance instance)
    {
        Store = instance.Store;
        Instance = instance;
        StackLimit = Store.Stack.Limit;
        Enter(instance);
    }

    public readonly byte* MemoryBase => _memory is { } memory ? memory.Base : null;

    public readonly ulong MemoryLength => _memory is { } memory ? memory.Length : 0;

    /// <summary>Makes another instance the current one.</summary>
    public void Enter(Instance instance)
    {
        Instance = instance;
        Entries = (byte*)instance.Module.Code.Entries;
        Globals = instance.Globals;
        _memory = instance.Memories.Length > 0 ? instance.Memories[0] : null;
    }

    /// <summary>Notes where the guest stands.</summary>
    public void Save(Instr* pc, byte* fp, int fuel)
    {
        Pc = pc;
        Fp = fp;
        Fuel = fuel;
    }

    /// <summary>Gives back what the guest used too much and hands out the next slice.</summary>
    /// <exception cref="WasmTrapException">There is no fuel left, or the guest must stop.</exception>
    public void TakeSlice()
    {
        int used = Fuel;
        Fuel = 0;
        Fuel = Store.TakeSlice(used, Slice);
    }

    /// <summary>Ends the slice sooner by work that fuel does not count (zeroing many locals), so that the clock is
    /// looked at in time. The fuel stays the guest's.</summary>
    /// <returns>The fuel to go on with; -1 where the slice ends now.</returns>
    public readonly int ShortenSlice(uint units)
    {
        int taken = (int)Math.Min(units, (uint)Math.Max(Fuel, 0));
        Store.FuelLeft += taken;
        return taken == Fuel ? -1 : Fuel - taken;
    }

    /// <summary>Takes fuel for work that an instruction does beside its own unit.</summary>
    /// <exception cref="WasmTrapException">There is not that much left, or the guest must stop.</exception>
    public void Charge(long units)
    {
        if (units <= Fuel)
        {
            Fuel -= (int)units;
            return;
        }

        // What the slice lacks comes from the store; there may be more missing than an int holds.
        long lacking = units - Fuel;
        Fuel = 0;
        Store.ConsumeFuel(lacking);
        TakeSlice();
    }

    /// <summary>Notes that a frame runs in compiled code, and gives the fuel to it. A backtrace goes on with the
    /// caller.</summary>
    /// <param name="next">Where the caller goes on.</param>
    /// <param name="caller">The caller's frame.</param>
    public long HandOver(Instr* next, byte* caller)
    {
        int fuel = Fuel;
        Save(Trampolines.IsTrampoline(next) ? next : next - 1, caller, 0);
        return fuel;
    }
}
