using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>The type of a core module's import or export.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">A <see cref="FuncType"/>, <see cref="TableType"/>, <see cref="MemoryType"/> or
/// <see cref="GlobalType"/>.</param>
internal readonly record struct CoreExternType(ExternKind Kind, object Type)
{
    /// <summary>Core specification, "Import Matching".</summary>
    public bool Matches(CoreExternType expected) => Kind == expected.Kind && Kind switch
    {
        ExternKind.Function => ((FuncType)Type).Equals((FuncType)expected.Type),
        ExternKind.Table => ((TableType)Type).Element == ((TableType)expected.Type).Element && Within(
            ((TableType)Type).Limits, ((TableType)expected.Type).Limits),
        ExternKind.Memory => Within(((MemoryType)Type).Limits, ((MemoryType)expected.Type).Limits),
        _ => Type.Equals(expected.Type),
    };

    private static bool Within(Limits actual, Limits expected) =>
        actual.Minimum >= expected.Minimum && (expected.Maximum is null || actual.Maximum <= expected.Maximum);
}
