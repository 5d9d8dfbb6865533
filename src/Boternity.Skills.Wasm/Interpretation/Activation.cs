using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>One run of the loop: where the guest stands when the loop is left for a slower method, and what belongs to
/// the current instance.</summary>
internal unsafe struct Activation
{
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
        StackLimit = Store.StackLimit;
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
