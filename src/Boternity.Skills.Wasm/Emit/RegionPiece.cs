namespace Boternity.Skills.Wasm.Emit;

/// <summary>A region of a large function as it is planned.</summary>
/// <param name="Home">The blocks that are entered here.</param>
/// <param name="Blocks">Those, and copies of blocks that are at home elsewhere.</param>
internal sealed record RegionPiece(HashSet<int> Home, HashSet<int> Blocks)
{
    /// <summary>The blocks where it can be entered.</summary>
    public HashSet<int> Entries { get; } = [];
}
