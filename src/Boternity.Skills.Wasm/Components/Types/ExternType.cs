namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>What a component may import or export (Binary: <c>externtype</c>).</summary>
internal enum ExternSort : byte
{
    Module,
    Func,
    Type,
    Component,
    Instance,
}

/// <summary>The type of an import or export.</summary>
/// <param name="Sort">What it is.</param>
/// <param name="Type">A <see cref="CoreModuleType"/> for a module, otherwise a <see cref="TypeDefinition"/>; of the
/// sort <see cref="ExternSort.Type"/>, the type itself.</param>
internal readonly record struct ExternType(ExternSort Sort, object Type)
{
    public TypeDefinition Definition => (TypeDefinition)Type;

    public long TreeSize => Type is TypeDefinition definition ? definition.TreeSize : ((CoreModuleType)Type).TreeSize;

    public static ExternType Func(ComponentFuncType type) => new(ExternSort.Func, type);

    public static ExternType Instance(InstanceType type) => new(ExternSort.Instance, type);

    public static ExternType OfType(TypeDefinition type) => new(ExternSort.Type, type);

    public static string Describe(ExternSort sort) => sort switch
    {
        ExternSort.Module => "core module",
        ExternSort.Func => "func",
        ExternSort.Type => "type",
        ExternSort.Component => "component",
        _ => "instance",
    };
}
