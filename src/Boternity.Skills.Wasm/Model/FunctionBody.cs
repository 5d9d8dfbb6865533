namespace Boternity.Skills.Wasm.Model;

/// <summary>A function that the module defines: its type, and where its code entry (locals, then instructions) lies in the binary.</summary>
internal readonly record struct FunctionBody(int TypeIndex, ByteRange Code);
