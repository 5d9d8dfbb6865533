namespace Boternity.Skills.Wasm.Model;

/// <summary>A part of a module's binary.</summary>
/// <param name="Offset">Where it begins, counted from the module's first byte.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct ByteRange(int Offset, int Length)
{
    public int End => Offset + Length;
}
