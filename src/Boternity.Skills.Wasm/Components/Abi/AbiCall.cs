using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>The canonical options of a function of an instance.</summary>
internal sealed record AbiOptions(StringEncoding Encoding, Memory? Memory, Function? Realloc, Function? PostReturn);

/// <summary>
/// What lifting and lowering the values of one call goes through (CanonicalABI, "Lifting and Lowering Context").
/// </summary>
internal readonly ref struct AbiCall(
    ComponentInstanceState instance,
    AbiOptions options,
    CallScope? scope,
    StringEncoding? source)
{
    private readonly AbiOptions _options = options;

    public ComponentInstanceState Instance { get; } = instance;

    /// <summary>Counts borrowed handles; there is one when the function's parameters have any.</summary>
    public CallScope? Scope { get; } = scope;

    public StringEncoding Encoding => _options.Encoding;

    /// <summary>How strings that are lowered were encoded before; null for the host's.</summary>
    public StringEncoding? Source { get; } = source;

    public Store Store => Instance.Context.Store;

    public ulong MemoryLength => _options.Memory!.Length;

    public Span<byte> GetSpan(uint pointer, long length) => _options.Memory!.GetSpan(pointer, (ulong)length);

    /// <summary>A range that the guest claims holds a value: checked for alignment and bounds.</summary>
    public void CheckRange(uint pointer, long length, int alignment)
    {
        if ((pointer & (uint)(alignment - 1)) != 0)
        {
            ComponentTraps.Throw("unaligned pointer");
        }

        if ((ulong)pointer + (ulong)length > _options.Memory!.Length)
        {
            ComponentTraps.Throw("pointer out of bounds of memory");
        }
    }

    /// <summary>Asks the guest for memory, and checks what it answers.</summary>
    public uint Allocate(int alignment, long length) => Reallocate(0, 0, alignment, length);

    public uint Reallocate(uint old, long oldLength, int alignment, long length)
    {
        Span<ulong> results = stackalloc ulong[1];
        bool mayLeave = Instance.MayLeave;
        Instance.MayLeave = false;
        _options.Realloc!.Invoke([old, (ulong)oldLength, (ulong)alignment, (ulong)length], results);
        Instance.MayLeave = mayLeave;
        var pointer = (uint)results[0];
        if ((pointer & (uint)(alignment - 1)) != 0)
        {
            ComponentTraps.Throw("realloc return: result not aligned");
        }

        if ((ulong)pointer + (ulong)length > _options.Memory!.Length)
        {
            ComponentTraps.Throw("realloc return: beyond end of memory");
        }

        return pointer;
    }

    /// <summary>
    /// Accounts for data that is copied between a guest and the host: fuel, as for a bulk instruction, and a share of
    /// what a call may make the host hold.
    /// </summary>
    public void Charge(long guestBytes, long hostBytes)
    {
        Instance.Context.Charge(guestBytes, hostBytes);
    }
}
