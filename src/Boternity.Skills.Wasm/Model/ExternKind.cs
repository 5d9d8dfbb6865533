namespace Boternity.Skills.Wasm.Model;

/// <summary>What an import or export is, by its binary encoding (core specification, sections 5.5.5 and 5.5.10).</summary>
internal enum ExternKind : byte
{
    Function = 0,
    Table = 1,
    Memory = 2,
    Global = 3,
}
