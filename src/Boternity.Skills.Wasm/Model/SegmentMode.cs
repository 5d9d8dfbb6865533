namespace Boternity.Skills.Wasm.Model;

/// <summary>When a segment is used: at instantiation, by instruction, or never (it only declares references).</summary>
internal enum SegmentMode : byte
{
    Active,
    Passive,
    Declarative,
}
