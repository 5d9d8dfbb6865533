using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>The canonical options of a function of an instance.</summary>
internal sealed record AbiOptions(StringEncoding Encoding, Memory? Memory, Function? Realloc, Function? PostReturn);
