using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>A core instance: of a module, or put together from items.</summary>
internal sealed class CoreExports
{
    private readonly Instance? _instance;
    private readonly Dictionary<string, Extern>? _items;

    public CoreExports(Instance instance) => _instance = instance;

    public CoreExports(Dictionary<string, Extern> items) => _items = items;

    /// <summary>The instance of a module; null for one that was put together from items.</summary>
    public Instance? Instance => _instance;

    public Extern Get(string name) =>
        (_instance is not null ? _instance.FindExtern(name) : _items!.GetValueOrDefault(name))
        ?? throw new WasmLinkException($"a core instance has no export '{name}'");
}
