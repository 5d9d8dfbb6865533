namespace Boternity.Skills.Wasm.Model;

/// <summary>A custom section: its name, and where its contents (after the name) lie in the binary.</summary>
internal readonly record struct CustomSection(string Name, ByteRange Contents);
