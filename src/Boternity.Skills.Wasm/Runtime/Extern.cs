using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>What can be imported and exported: a function, table, memory or global.</summary>
internal abstract class Extern
{
    public abstract ExternKind Kind { get; }
}
