using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// The sorts of definitions by their leading bytes (Binary, "Instance Definitions": <c>sort</c>, <c>core:sort</c>).
/// </summary>
internal static class Sorts
{
    public static ExternSort ToExternSort(byte sort, int coreSort, long offset) => (sort, coreSort) switch
    {
        (0x00, 0x11) => ExternSort.Module,
        (0x00, _) => throw new WasmFormatException("invalid core sort here: only modules", offset),
        (0x01, _) => ExternSort.Func,
        (0x02, _) => throw new WasmUnsupportedException("component-model-values", "value sort", offset),
        (0x03, _) => ExternSort.Type,
        (0x04, _) => ExternSort.Component,
        (0x05, _) => ExternSort.Instance,
        _ => throw new WasmFormatException($"invalid leading byte 0x{sort:x2} for a sort", offset),
    };

    public static ExternKind ToExternKind(int coreSort, long offset) => coreSort switch
    {
        >= 0 and <= 3 => (ExternKind)coreSort,
        4 => throw new WasmUnsupportedException("exception-handling", "tag sort", offset),
        _ => throw new WasmFormatException("invalid core sort here", offset),
    };
}
