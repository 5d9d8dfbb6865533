using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>Lifts and lowers the values of one type. Made once for a function's type; immutable.</summary>
/// <param name="type">The type.</param>
internal abstract class Codec(DefValType type)
{
    public int Size { get; } = type.Size;

    public int Alignment { get; } = type.Alignment;

    /// <summary>How many slots the flat form has.</summary>
    public int FlatCount { get; } = type.Flat.Length;

    /// <summary>What a value of this type takes in an array of the host.</summary>
    public const int HostBytes = 16;

    /// <summary>What an object of the host takes beside its contents.</summary>
    public const int ObjectBytes = 24;

    /// <summary>CanonicalABI, "Loading". The place was checked.</summary>
    public abstract ComponentValue Load(in AbiCall call, uint pointer);

    /// <summary>CanonicalABI, "Storing". The place was checked.</summary>
    public abstract void Store(in AbiCall call, in ComponentValue value, uint pointer);

    /// <summary>
    /// CanonicalABI, "Flat Lifting". 32-bit values are in the low half of a slot, whatever the high half holds.
    /// </summary>
    public abstract ComponentValue Lift(in AbiCall call, ReadOnlySpan<ulong> flat);

    /// <summary>CanonicalABI, "Flat Lowering". All slots are written.</summary>
    public abstract void Lower(in AbiCall call, in ComponentValue value, Span<ulong> flat);

    /// <summary>
    /// Tells the invocation which resources of the host a value owns that is on its way into a component: should
    /// lowering it trap, nobody else knows them.
    /// </summary>
    public virtual void Depart(in AbiCall call, in ComponentValue value)
    {
    }

    protected static T Mismatch<T>(string expected) =>
        throw new WasmLinkException($"a host function gave a value of another type than {expected}");
}
