using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>Decodes a core module (core specification, section 5.5).</summary>
internal static class ModuleDecoder
{
    public static ModuleDefinition Decode(ReadOnlyMemory<byte> binary, WasmFeatures features) => throw new NotImplementedException();
}
