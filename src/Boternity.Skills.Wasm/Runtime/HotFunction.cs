namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A function of a module that was hot enough to be compiled.</summary>
/// <param name="Function">Its index in the module, imports counted.</param>
/// <param name="Blocks">Of a large function, how often its blocks were executed in the interpreter, by what makes them;
/// of others empty.</param>
internal sealed record HotFunction(int Function, IReadOnlyDictionary<int, long> Blocks);
