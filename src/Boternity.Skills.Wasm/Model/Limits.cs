namespace Boternity.Skills.Wasm.Model;

/// <summary>The size range of a memory (in pages of 64 KiB) or a table (in elements).</summary>
/// <param name="Minimum">The size at the start.</param>
/// <param name="Maximum">The size it may grow to; null when the module names none.</param>
internal readonly record struct Limits(uint Minimum, uint? Maximum)
{
    public override string ToString() => Maximum is { } maximum ? $"{Minimum} {maximum}" : $"{Minimum}";
}
