using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>
/// One thing that an instantiation does: a definition of the component, checked and with its indices resolved. Each
/// adds one item to an index space of the instance, save for <see cref="DefineResourceStep"/>.
/// </summary>
internal abstract record ComponentStep
{
    /// <summary>Gets how many items the step goes through: what its time grows with.</summary>
    public virtual int Size => 1;
}

/// <summary>A core module of <see cref="ComponentDefinition.Modules"/>.</summary>
internal sealed record ModuleStep(int Module) : ComponentStep;

/// <summary>A component of <see cref="ComponentDefinition.Components"/>.</summary>
internal sealed record NestedComponentStep(int Component) : ComponentStep;

/// <summary>
/// Instantiates a core module with other core instances, by the import's module name, as what it imports.
/// </summary>
internal sealed record InstantiateModuleStep(int Module, Dictionary<string, int> Arguments) : ComponentStep
{
    public override int Size => 1 + Arguments.Count;
}

/// <summary>A core instance put together from items of the component.</summary>
internal sealed record CoreInlineExportsStep(CoreInlineExport[] Items) : ComponentStep
{
    public override int Size => 1 + Items.Length;
}

/// <summary>An export of a core instance that is put together.</summary>
internal readonly record struct CoreInlineExport(string Name, ExternKind Kind, int Index);

/// <summary>Instantiates a component inside this one.</summary>
internal sealed record InstantiateComponentStep(
    int Component,
    InstantiationArgument[] Arguments,
    ResourceBinding[] Bindings) : ComponentStep
{
    public override int Size => 1 + Arguments.Length + Bindings.Length;
}

/// <summary>A component instance put together from items of the component.</summary>
internal sealed record InlineExportsStep(InstantiationArgument[] Items) : ComponentStep
{
    public override int Size => 1 + Items.Length;
}

/// <summary>An export of a core instance.</summary>
internal sealed record AliasCoreExportStep(ExternKind Kind, int CoreInstance, string Name) : ComponentStep;

/// <summary>An export of a component instance.</summary>
internal sealed record AliasExportStep(ExternSort Sort, int Instance, string Name) : ComponentStep;

/// <summary>A module or component of a component that this one is written in.</summary>
internal sealed record OuterAliasStep(ExternSort Sort, int Count, int Index) : ComponentStep;

/// <summary>What the host or the parent gave for an import.</summary>
internal sealed record ImportStep(ExternName Name, ExternType Type, ResourceBinding[] Bindings) : ComponentStep
{
    public override int Size => 1 + Bindings.Length;
}

/// <summary>Exports an item, which also gets a new index.</summary>
internal sealed record ExportStep(string Name, ExternSort Sort, int Index, int ResourceSlot) : ComponentStep;

/// <summary>A resource type of the instance's own. The destructor is a core function; -1 for none.</summary>
internal sealed record DefineResourceStep(int Slot, int Destructor) : ComponentStep;

/// <summary>A component function of a core function (CanonicalABI, "canon lift").</summary>
/// <param name="CoreFunction">Its index.</param>
/// <param name="Options">How values are passed.</param>
/// <param name="Signature">The type, as an index of <see cref="ComponentDefinition.Signatures"/>.</param>
internal sealed record LiftStep(int CoreFunction, CanonOptions Options, int Signature) : ComponentStep;

/// <summary>A core function of a component function (CanonicalABI, "canon lower").</summary>
/// <param name="Function">Its index.</param>
/// <param name="Options">How values are passed.</param>
/// <param name="CoreType">The core function's type.</param>
/// <param name="Signature">The component function's type, as an index of
/// <see cref="ComponentDefinition.Signatures"/>.</param>
internal sealed record LowerStep(int Function, CanonOptions Options, FuncType CoreType, int Signature) : ComponentStep;

/// <summary>
/// A core function that works on a resource's handles (CanonicalABI, "canon resource.new" and the following).
/// </summary>
internal sealed record ResourceBuiltinStep(ResourceBuiltin Builtin, int Slot, FuncType CoreType) : ComponentStep;
