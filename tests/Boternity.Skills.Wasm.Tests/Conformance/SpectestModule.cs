using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>The host module <c>spectest</c>, as the specification's reference interpreter defines it.</summary>
internal static class SpectestModule
{
    private const string Name = "spectest";

    public static void Define(Linker linker, Store store)
    {
        DefinePrint(linker, "print");
        DefinePrint(linker, "print_i32", ValType.I32);
        DefinePrint(linker, "print_i64", ValType.I64);
        DefinePrint(linker, "print_f32", ValType.F32);
        DefinePrint(linker, "print_f64", ValType.F64);
        DefinePrint(linker, "print_i32_f32", ValType.I32, ValType.F32);
        DefinePrint(linker, "print_f64_f64", ValType.F64, ValType.F64);
        DefineGlobal(linker, store, "global_i32", ValType.I32, 666);
        DefineGlobal(linker, store, "global_i64", ValType.I64, 666);
        DefineGlobal(linker, store, "global_f32", ValType.F32, BitConverter.SingleToUInt32Bits(666.6f));
        DefineGlobal(linker, store, "global_f64", ValType.F64, BitConverter.DoubleToUInt64Bits(666.6));
        linker.Define(Name, "table", Table.Create(store, new TableType(ValType.FuncRef, new Limits(10, 20))));
        linker.Define(Name, "memory", Memory.Create(store, new MemoryType(new Limits(1, 2))));
    }

    private static void DefinePrint(Linker linker, string name, params ReadOnlySpan<ValType> parameters) =>
        linker.DefineFunction(Name, name, new FuncType(parameters, []), static (_, _, _) => { });

    private static void DefineGlobal(Linker linker, Store store, string name, ValType type, ulong value) =>
        linker.Define(Name, name, Global.Create(store, new GlobalType(type, IsMutable: false), value));
}
