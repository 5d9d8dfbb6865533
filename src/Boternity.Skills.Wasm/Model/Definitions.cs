namespace Boternity.Skills.Wasm.Model;

/// <summary>A part of a module's binary.</summary>
/// <param name="Offset">Where it begins, counted from the module's first byte.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct ByteRange(int Offset, int Length)
{
    public int End => Offset + Length;
}

/// <summary>A constant expression: where it lies in the binary, its <c>end</c> included, and its value where that needs
/// no instance.</summary>
/// <param name="Code">The instructions.</param>
/// <param name="Constant">The value of a lone <c>i32.const</c>, <c>i64.const</c>, <c>f32.const</c>, <c>f64.const</c> or
/// <c>ref.null</c>; null for all else.</param>
/// <param name="FunctionIndex">The operand of a lone <c>ref.func</c>; -1 for all else.</param>
internal readonly record struct ConstExpr(ByteRange Code, ulong? Constant, int FunctionIndex = -1);

/// <summary>One import.</summary>
/// <param name="Module">The module name it asks.</param>
/// <param name="Name">The name of what it asks for.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Index">Its index in the index space of its kind.</param>
internal readonly record struct Import(string Module, string Name, ExternKind Kind, int Index);

/// <summary>One export: its name, and what it names by kind and index.</summary>
internal readonly record struct Export(string Name, ExternKind Kind, int Index);

/// <summary>A global that the module defines.</summary>
internal readonly record struct GlobalDefinition(GlobalType Type, ConstExpr Initial);

/// <summary>A function that the module defines: its type, and where its code entry (locals, then instructions) lies in
/// the binary.</summary>
internal readonly record struct FunctionBody(int TypeIndex, ByteRange Code);

/// <summary>A custom section: its name, and where its contents (after the name) lie in the binary.</summary>
internal readonly record struct CustomSection(string Name, ByteRange Contents);
